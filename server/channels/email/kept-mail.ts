import { sql } from 'kysely'
import type { Database, Transaction } from '#platform/database/database.ts'
import type { MailboxRef } from './keeping.ts'

/** A mail in the ledger that is still to be understood. */
export type KeptMail = {
  id: string
  folder: string | null
  envelopeFrom: string | null
  envelopeTo: string[] | null
  originalSha256: Buffer
  originalBytes: number
  arrivedAt: Date
  attempts: number
}

const columns = [
  'id',
  'folder',
  'envelopeFrom',
  'envelopeTo',
  'originalSha256',
  'originalBytes',
  'arrivedAt',
  'attempts',
] as const

/** Those whose time has come, oldest first; `after`: the last one that this round has tried. */
export function listKeptMails(
  db: Database,
  mailbox: MailboxRef,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<KeptMail[]> {
  const waiting = keptIn(db, mailbox)
    .where((eb) => eb.or([eb('retryAt', 'is', null), eb('retryAt', '<=', new Date())]))
    .select(columns)
    .orderBy('id')
    .limit(limit)
  return (after ? waiting.where('id', '>', after) : waiting).execute()
}

/** When the next of those is due that have failed and may be tried again. */
export async function nextRetryAt(db: Database, mailbox: MailboxRef): Promise<Date | undefined> {
  const { at } = await keptIn(db, mailbox)
    .select(({ fn }) => fn.min('retryAt').as('at'))
    .executeTakeFirstOrThrow()
  return at ?? undefined
}

const keptIn = (db: Database, { workspaceId, channelId }: MailboxRef) =>
  db
    .selectFrom('mails')
    .where('workspaceId', '=', workspaceId)
    .where('channelId', '=', channelId)
    .where('state', '=', 'kept')

/** Of these mails, those that nobody else has understood meanwhile; nobody else will. */
export async function lockKeptMails(trx: Transaction, workspaceId: string, ids: string[]): Promise<Set<string>> {
  const rows = await trx
    .selectFrom('mails')
    .where('workspaceId', '=', workspaceId)
    .where('id', 'in', ids)
    .where('state', '=', 'kept')
    .select('id')
    .orderBy('id')
    .forUpdate()
    .execute()
  return new Set(rows.map(({ id }) => id))
}

/** What became of a mail; `messageId`: the message that it is, or is about. */
export type Outcome = {
  id: string
  state: 'received' | 'repeat' | 'report' | 'own'
  key: Buffer
  messageId: string | null
}

/** Which mails a message answers, by their Message-ID. */
export type Answers = { messageId: string; externalIds: string[] }

export async function settleMails(
  trx: Transaction,
  workspaceId: string,
  outcomes: Outcome[],
  answers: Answers[],
): Promise<void> {
  const settled = outcomes.map(({ key, ...outcome }) => ({ ...outcome, key: key.toString('hex') }))
  const answered = answers.flatMap(({ messageId, externalIds }) =>
    externalIds.map((externalId) => ({ messageId, externalId })),
  )
  await sql`
    with answers as (
      insert into mail_references (workspace_id, external_id, message_id)
      select ${workspaceId}::uuid, "externalId", "messageId"
      from jsonb_to_recordset(${JSON.stringify(answered)}::jsonb) as answered("externalId" text, "messageId" uuid)
      on conflict do nothing
    )
    update mails set state = settled.state, mail_key = decode(settled.key, 'hex'), message_id = settled."messageId",
      retry_at = null
    from jsonb_to_recordset(${JSON.stringify(settled)}::jsonb)
      as settled(id uuid, state text, key text, "messageId" uuid)
    where mails.workspace_id = ${workspaceId} and mails.id = settled.id`.execute(trx)
}
