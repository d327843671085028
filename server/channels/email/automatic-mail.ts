import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { Type } from 'typebox'
import { writeByItself } from '#conversations/writing-by-itself.ts'
import type { DatabaseConnection, Transaction } from '#platform/database/database.ts'
import { defineJob, enqueue } from '#platform/jobs.ts'
import { expectedAnswer } from '#promises/expected-answer.ts'
import { closedPeriodKey, isOpen, nextOpening } from '#promises/hours.ts'
import { hoursOf } from '#promises/hours-of.ts'
import type { EmailSettings } from '#protocol/email.ts'
import { Id } from '#protocol/primitives.ts'
import { answerSubject } from '#protocol/subjects.ts'
import { writeAutomaticText } from './automatic-text.ts'
import { getMailbox, listMailboxes } from './email-channel.ts'
import type { ReceivedMail } from './taking-in.ts'

const MessageRef = Type.Object({ workspaceId: Id, messageId: Id })

/** A mail that lay for longer somewhere on its way needs an answer, not a receipt. */
const FRESH_MILLISECONDS = 24 * 60 * 60 * 1000
/** Whatever goes wrong on their side or ours, nobody gets more than so many in a day. */
const MOST_A_DAY = 4
/** Nobody writes so much in an hour; two machines that answer each other do. */
const MOST_RECEIVED_AN_HOUR = 10

/**
 * Which of these mails, all of one mailbox, might be answered automatically is looked into once they are received; where
 * the mailbox does not answer by itself, none.
 */
export async function askToAnswer(trx: Transaction, received: ReceivedMail[]): Promise<void> {
  const [first, ...others] = received.filter(mayBeAnswered)
  if (!first) return
  const { workspaceId, channelId } = first.mailbox
  const { settings } = await getMailbox(trx, workspaceId, channelId)
  if (!settings.acknowledges && !settings.repliesOutOfHours) return
  for (const { body } of [first, ...others])
    await enqueue(trx, answerAutomatically, { workspaceId, messageId: body.id }, { key: `answer ${body.id}` })
}

/**
 * Only what a person wrote to us alone, a moment ago, from an address that is surely theirs (RFC 3834 §2): no lists, no
 * machines, no reports, nothing imported, and nothing that asks for no automatic answer.
 */
export function mayBeAnswered({ read, writer, message, isSuspect }: Omit<ReceivedMail, 'mailbox' | 'body'>): boolean {
  const { mail, kept } = read
  const isByPerson = mail.automatic === null && mail.noAutomaticAnswer === null && !mail.list && mail.report === null
  const isFresh = Date.now() - kept.arrivedAt.getTime() < FRESH_MILLISECONDS
  return isByPerson && isFresh && !isSuspect && !message.isAutomatic && writer.address !== null && !writer.isDoubtful
}

/**
 * Says that a letter has come, and when somebody is here again. May run twice: at most one of a kind goes to an address
 * in a closed period or, while it is open, about a conversation.
 */
export const answerAutomatically = defineJob(
  'answer-automatically',
  MessageRef,
  async ({ workspaceId, messageId }, { connection }: { connection: DatabaseConnection }) => {
    const letter = await findLetter(connection, workspaceId, messageId)
    if (!letter) return
    const { db } = connection
    const { settings, address } = await getMailbox(db, workspaceId, letter.channelId)
    const own = await listMailboxes(db, { workspaceId })
    if (address === letter.address || own.some((mailbox) => mailbox.address === letter.address)) return
    const hours = await hoursOf(db, workspaceId, letter.channelId)
    const answer = chooseAnswer(settings, {
      isFirst: letter.isFirst,
      conversationId: letter.conversationId,
      closedPeriod: closedPeriodKey(hours, letter.sentAt),
    })
    if (!answer) return
    const now = new Date()
    const facts = {
      shop: letter.shop,
      number: letter.number,
      timeZone: hours.timeZone,
      isOpen: isOpen(hours, now),
      nextOpening: nextOpening(hours, now),
      expected: await expectedAnswer(db, workspaceId, letter.channelId, now),
    }
    const text = writeAutomaticText(
      facts,
      answer.kind === 'out-of-hours' ? settings.outOfHours : settings.acknowledgement,
      letter.language,
      letter.customerLanguage,
      letter.shopLanguage,
    )
    await connection.transact(async (trx) => {
      if (!(await takeTurn(trx, letter, answer))) return
      const sent = await writeByItself(trx, {
        workspaceId,
        threadId: letter.threadId,
        clientId: clientIdOf(answer, messageId),
        author: letter.shop,
        subject: answerSubject(letter.subject) || undefined,
        text,
        envelope: { from: null, replyTo: [], to: [{ name: letter.name, address: letter.address }], cc: [], bcc: [] },
      })
      await trx
        .updateTable('automaticMails')
        .set({ messageId: sent?.messageId })
        .where('workspaceId', '=', workspaceId)
        .where('channelId', '=', letter.channelId)
        .where('address', '=', letter.address)
        .where('kind', '=', answer.kind)
        .where('period', '=', answer.period)
        .execute()
    })
  },
)

type Answer = { kind: 'acknowledgement' | 'out-of-hours'; period: string }
type Moment = { isFirst: boolean; conversationId: string; closedPeriod: string | undefined }

/** Outside opening hours the time of the next opening says more than that the letter has come. */
export function chooseAnswer(
  { acknowledges = false, repliesOutOfHours = false }: Pick<EmailSettings, 'acknowledges' | 'repliesOutOfHours'>,
  { isFirst, conversationId, closedPeriod }: Moment,
): Answer | undefined {
  if (repliesOutOfHours && closedPeriod !== undefined) return { kind: 'out-of-hours', period: closedPeriod }
  return acknowledges && isFirst ? { kind: 'acknowledgement', period: conversationId } : undefined
}

type FoundLetter = NonNullable<Awaited<ReturnType<typeof findLetter>>>

/** Undefined when it has left for spam meanwhile, or a person was quicker. */
async function findLetter({ db }: DatabaseConnection, workspaceId: string, messageId: string) {
  const row = await db
    .selectFrom('messages')
    .innerJoin('threads', (join) =>
      join.onRef('threads.workspaceId', '=', 'messages.workspaceId').onRef('threads.id', '=', 'messages.threadId'),
    )
    .innerJoin('conversations', (join) =>
      join
        .onRef('conversations.workspaceId', '=', 'messages.workspaceId')
        .onRef('conversations.id', '=', 'messages.conversationId'),
    )
    .innerJoin('customers', (join) =>
      join.onRef('customers.workspaceId', '=', 'messages.workspaceId').onRef('customers.id', '=', 'messages.authorId'),
    )
    .innerJoin('workspaces', 'workspaces.id', 'messages.workspaceId')
    .where('messages.workspaceId', '=', workspaceId)
    .where('messages.id', '=', messageId)
    .where('messages.kind', '=', 'inbound')
    .where('conversations.status', '<>', 'spam')
    .where('conversations.waitingSince', 'is not', null)
    .select([
      'messages.threadId',
      'messages.conversationId',
      'messages.authorId',
      'messages.subject',
      'messages.sentAt',
    ])
    .select(['threads.channelId', 'conversations.number', 'conversations.language', 'customers.name'])
    .select([
      'customers.language as customerLanguage',
      'workspaces.name as shop',
      'workspaces.language as shopLanguage',
    ])
    .select(sql<string | null>`messages.envelope->'from'->>'address'`.as('address'))
    .select(
      sql<boolean>`not exists (select from messages earlier where earlier.workspace_id = messages.workspace_id
        and earlier.conversation_id = messages.conversation_id and earlier.id < messages.id)`.as('isFirst'),
    )
    .executeTakeFirst()
  if (!row?.address) return undefined
  return { ...row, workspaceId, address: row.address }
}

/** False when they had one in this period already, or when too much goes to and fro. Two at once take turns. */
async function takeTurn(trx: Transaction, letter: FoundLetter, { kind, period }: Answer): Promise<boolean> {
  const { workspaceId, channelId, address, authorId } = letter
  await sql`select pg_advisory_xact_lock(hashtextextended(${`automatic mail ${workspaceId} ${address}`}, 0))`.execute(
    trx,
  )
  const now = Date.now()
  const { rows } = await sql<{ sent: number; received: number }>`select
    (select count(*) from automatic_mails where workspace_id = ${workspaceId} and address = ${address}
      and sent_at > ${new Date(now - 24 * 60 * 60 * 1000)}) as sent,
    (select count(*) from messages join threads on threads.workspace_id = messages.workspace_id
        and threads.id = messages.thread_id
      where threads.workspace_id = ${workspaceId} and threads.customer_id = ${authorId} and messages.kind = 'inbound'
      and messages.sent_at > ${new Date(now - 60 * 60 * 1000)}) as received`.execute(trx)
  const { sent, received } = rows[0] ?? { sent: 0, received: 0 }
  if (sent >= MOST_A_DAY || received > MOST_RECEIVED_AN_HOUR) return false
  const { numInsertedOrUpdatedRows = 0n } = await trx
    .insertInto('automaticMails')
    .values({ workspaceId, channelId, address, kind, period, sentAt: new Date() })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows > 0n
}

/** The same for the same answer to the same letter, as a UUID (RFC 9562 §5.8). */
function clientIdOf({ kind, period }: Answer, messageId: string): string {
  const hex = createHash('sha256').update(`${kind} ${period} ${messageId}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
