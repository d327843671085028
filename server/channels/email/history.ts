import { sql } from 'kysely'
import type { Database } from '#platform/database/database.ts'
import type { Secrets } from '#platform/secrets.ts'
import type { EnvelopeBody } from '#protocol/conversations.ts'
import { messageIdOf } from './addresses.ts'
import type { PastMessage } from './composing/letter.ts'
import { chooseReferences, isMessageId } from './composing/references.ts'

type Place = { workspaceId: string; threadId: string /** Not this one, and none after it. */; before: string }

/** As many as can matter to the References and to what is quoted. */
const MOST_READ = 50

/** What went to and fro in a thread and reached the other side, newest first: never notes, nor what failed or was taken back. */
export async function readHistory(db: Database, { workspaceId, threadId, before }: Place) {
  const inThread = db
    .selectFrom('messages')
    .where('messages.workspaceId', '=', workspaceId)
    .where('messages.threadId', '=', threadId)
    .where('messages.id', '<', before)
    .where((eb) =>
      eb.or([
        eb('messages.kind', '=', 'inbound'),
        eb.and([
          eb('messages.kind', '=', 'outbound'),
          eb('messages.deliveryState', 'in', ['sent', 'delivered', 'read']),
        ]),
      ]),
    )
    .select([
      'id',
      'kind',
      'authorKind',
      'authorId',
      'authorName',
      'subject',
      'text',
      'externalId',
      'isAutomatic',
      'sentAt',
    ])
    .select(sql<EnvelopeBody | null>`envelope`.as('envelope'))
    .select(
      sql<string[]>`array(select name from attachments file where file.workspace_id = messages.workspace_id
        and file.message_id = messages.id and not file.is_inline order by position)`.as('fileNames'),
    )
  const newest = await inThread.orderBy('id', 'desc').limit(MOST_READ).execute()
  if (newest.length < MOST_READ) return newest
  return [...newest, ...(await inThread.orderBy('id').limit(1).execute())]
}

export type HistoryMessage = Awaited<ReturnType<typeof readHistory>>[number]

type Thread = { workspaceId: string; domain: string; history: HistoryMessage[] }

/** The letter to answer, which is the newest of theirs or else of ours, and all that stand before it, by Message-ID. */
export async function readReferences(
  db: Database,
  secrets: Pick<Secrets, 'sign'>,
  { workspaceId, domain, history }: Thread,
): Promise<{ inReplyTo: string | null; references: string[] }> {
  const idOf = ({ id, kind, externalId }: HistoryMessage) =>
    kind === 'outbound' ? messageIdOf(secrets, { workspaceId, messageId: id, domain }) : externalId
  const letters = history.filter((message) => isMessageId(idOf(message) ?? ''))
  const answered = letters.find(({ kind }) => kind === 'inbound') ?? letters[0]
  if (!answered) return { inReplyTo: null, references: [] }
  const before = await db
    .selectFrom('mailReferences')
    .where('workspaceId', '=', workspaceId)
    .where('messageId', '=', answered.id)
    .select('externalId')
    .execute()
  const known = new Set(letters.map(idOf))
  const elsewhere = before.map(({ externalId }) => externalId).filter((id) => !known.has(id))
  const inReplyTo = idOf(answered)
  return { inReplyTo, references: chooseReferences([...elsewhere, ...letters.map(idOf).reverse()], inReplyTo) }
}

type Readers = { customerId: string; customerAddresses: string[]; to: string[] }

/**
 * What may stand below a letter: only what each of those it is addressed to wrote or got themselves. In a thread of several
 * people not everything is for everybody. Whom an agent adds as a copy is let in.
 */
export const quotableFor = (history: HistoryMessage[], readers: Readers): PastMessage[] =>
  history
    .filter(
      (message) => !message.isAutomatic && readers.to.every((address) => partiesOf(message, readers).has(address)),
    )
    .map(({ authorName, sentAt, text, fileNames }) => ({ author: authorName, at: sentAt, text, fileNames }))

function partiesOf({ envelope, authorKind, authorId }: HistoryMessage, readers: Readers): Set<string> {
  const { from, replyTo = [], to = [], cc = [] } = envelope ?? {}
  const named = [from ?? [], replyTo, to, cc].flat().map(({ address }) => address)
  const isCustomers = authorKind === 'customer' && authorId === readers.customerId
  const isForCustomer = readers.customerAddresses.some((address) => named.includes(address))
  return new Set(isCustomers || isForCustomer || !envelope ? [...named, ...readers.customerAddresses] : named)
}
