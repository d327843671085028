import { sql } from 'kysely'
import { threadNotFound } from '#conversations/problems.ts'
import type { Transaction } from '#platform/database/database.ts'
import { enqueue } from '#platform/jobs.ts'
import type { VisitorMailBody, VisitorMailRequest } from '#protocol/widget.ts'
import { findSendingMailbox } from '../email/continuing.ts'
import type { CustomerAsking } from './asking.ts'
import { addressNeeded, cannotSendMail, nothingToSend, tooManyMails } from './problems.ts'
import { sendVisitorMail } from './visitor-mail.ts'

export type MailKind = 'transcript' | 'link'

/** More than anybody needs for themselves, and too few to trouble anybody else. */
const MOST_A_DAY = 5
const DAY_MILLISECONDS = 24 * 60 * 60 * 1000

/**
 * Has a transcript of a thread, or a link to go on with it elsewhere, mailed to its customer. The address is only used
 * for that: where answers go is another question. Without an answer of ours there is no transcript, so that nobody sends
 * what they wrote themselves to whom they please.
 * @throws threadNotFound, nothingToSend, cannotSendMail, addressNeeded, tooManyMails
 */
export async function askForMail(
  trx: Transaction,
  whose: CustomerAsking,
  { threadId, kind, email, language }: { threadId: string; kind: MailKind } & VisitorMailRequest,
): Promise<VisitorMailBody> {
  const { workspaceId, customerId } = whose
  const thread = await findThread(trx, whose, threadId)
  if (!thread) throw threadNotFound()
  if (kind === 'transcript' && !thread.isAnswered) throw nothingToSend()
  if (!(await findSendingMailbox(trx, workspaceId))) throw cannotSendMail()
  const address = email?.toLowerCase() ?? thread.address
  if (!address) throw addressNeeded()
  await takeTurn(trx, { workspaceId, customerId, address })
  const { id } = await trx
    .insertInto('visitorMails')
    .values({
      workspaceId,
      kind,
      threadId,
      customerId,
      address,
      language: language ?? thread.language,
      askedAt: new Date(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await enqueue(trx, sendVisitorMail, { workspaceId, mailId: id })
  return { address: email ? address : veil(address) }
}

const findThread = (trx: Transaction, { workspaceId, channelId, customerId }: CustomerAsking, threadId: string) =>
  trx
    .selectFrom('threads')
    .innerJoin('conversations', (join) =>
      join
        .onRef('conversations.workspaceId', '=', 'threads.workspaceId')
        .onRef('conversations.id', '=', 'threads.conversationId'),
    )
    .innerJoin('workspaces', 'workspaces.id', 'threads.workspaceId')
    .where('threads.workspaceId', '=', workspaceId)
    .where('threads.id', '=', threadId)
    .where('threads.channelId', '=', channelId)
    .where('threads.customerId', '=', customerId)
    .where('conversations.status', '<>', 'spam')
    .select([
      'workspaces.language',
      sql<boolean>`exists (select from messages where messages.workspace_id = threads.workspace_id
        and messages.thread_id = threads.id and messages.kind = 'outbound')`.as('isAnswered'),
      sql<string | null>`(select value from customer_identities identity
        where identity.workspace_id = threads.workspace_id and identity.customer_id = threads.customer_id
          and identity.kind = 'email' order by is_verified desc, id desc limit 1)`.as('address'),
    ])
    .executeTakeFirst()

type Turn = { workspaceId: string; customerId: string; address: string }

/** Those of one workspace take turns, so that many at once are counted like one after the other. */
async function takeTurn(trx: Transaction, { workspaceId, customerId, address }: Turn): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`visitor mail ${workspaceId}`}, 0))`.execute(trx)
  const since = new Date(Date.now() - DAY_MILLISECONDS)
  const { rows } = await sql<{ most: number }>`select greatest(
    (select count(*) from visitor_mails where workspace_id = ${workspaceId} and address = ${address} and asked_at > ${since}),
    (select count(*) from visitor_mails where workspace_id = ${workspaceId} and customer_id = ${customerId}
      and asked_at > ${since})) as most`.execute(trx)
  if ((rows[0]?.most ?? 0) >= MOST_A_DAY) throw tooManyMails()
}

/** `c…@shop.example`: its owner knows it again, somebody else at the same computer does not learn it. */
function veil(address: string): string {
  const at = address.lastIndexOf('@')
  return `${[...address][0]}…${address.slice(at)}`
}
