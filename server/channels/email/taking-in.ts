import { sql } from 'kysely'
import { receiveMessages } from '#conversations/receiving.ts'
import type { Transaction } from '#platform/database/database.ts'
import type { MessageBody } from '#protocol/conversations.ts'
import type { MailboxRef } from './keeping.ts'
import { lockKeptMails, type Outcome, settleMails } from './kept-mail.ts'
import { type KnownMails, readKnownMails } from './known-mail.ts'
import type { Report } from './mail/mail.ts'
import { type Office, readOffice } from './office.ts'
import { type PlacedMail, type PlacingTools, placeMails, type ReadMail } from './placing.ts'

/** A mail that has become a message. */
export type ReceivedMail = PlacedMail & { mailbox: MailboxRef; body: MessageBody }

export type IntakeTools = PlacingTools & {
  /**
   * Marks what is reported on the message that it is about, and returns that; undefined: none of ours. `addressedTo`: where
   * the report came to.
   */
  applyReport(trx: Transaction, workspaceId: string, report: Report, addressedTo: string[]): Promise<string | undefined>
  /** What follows from mails that were received, in the transaction that receives them. */
  afterReceiving?(trx: Transaction, mails: ReceivedMail[]): Promise<void>
}

/**
 * Makes messages of the mails of one mailbox, and writes into the ledger what became of each: all of them or, when
 * anything goes wrong, none. Mails of a workspace are taken in one after the other, whichever mailbox or server they
 * came by: or else two that belong together might not find each other. Whom somebody else took in is left out.
 */
export async function takeIn(
  trx: Transaction,
  tools: IntakeTools,
  mailbox: MailboxRef,
  given: ReadMail[],
): Promise<void> {
  const { workspaceId } = mailbox
  await sql`select pg_advisory_xact_lock(hashtextextended(${`mail ${workspaceId}`}, 0))`.execute(trx)
  const waiting = await lockKeptMails(
    trx,
    workspaceId,
    given.map(({ kept }) => kept.id),
  )
  const reads = given.filter(({ kept }) => waiting.has(kept.id))
  if (reads.length === 0) return

  const mails = reads.map(({ mail }) => mail)
  const office = await readOffice(trx, mailbox, mails)
  const known = await readKnownMails(trx, tools.secrets, workspaceId, mails)
  const { outcomes, letters, repeats } = await sortMails(trx, tools, { workspaceId, office, known, reads })
  const received = await receiveMails(trx, mailbox, await placeMails(trx, tools, mailbox, office, letters))
  if (received.length > 0) await tools.afterReceiving?.(trx, received)

  for (const { read, body } of received) outcomes.push(outcomeOf(read, 'received', body.id))
  for (const read of repeats) outcomes.push(outcomeOf(read, 'repeat', messageIdIn(outcomes, read)))
  const answers = received.map(({ read, body }) => ({ messageId: body.id, externalIds: read.mail.references }))
  await settleMails(trx, workspaceId, outcomes, answers)
}

type Sorting = { workspaceId: string; office: Office; known: KnownMails; reads: ReadMail[] }

/** Letters are what is left when repeats, mail of our own and reports about it have been taken out. */
async function sortMails(
  trx: Transaction,
  { applyReport }: Pick<IntakeTools, 'applyReport'>,
  { workspaceId, office, known, reads }: Sorting,
): Promise<{ outcomes: Outcome[]; letters: ReadMail[]; repeats: ReadMail[] }> {
  const outcomes: Outcome[] = []
  const letters: ReadMail[] = []
  const repeats: ReadMail[] = []
  const seen = new Set<string>()
  for (const read of reads) {
    const { mail } = read
    const key = mail.key.toString('hex')
    const earlier = known.cameAs(mail)
    if (earlier) outcomes.push(outcomeOf(read, 'repeat', earlier.messageId))
    else if (seen.has(key)) repeats.push(read)
    else {
      const own = mail.from && office.shop.mailboxes.has(mail.from.address) ? known.sentAs(mail) : undefined
      const reported = mail.report ? await applyReport(trx, workspaceId, mail.report, addressesOf(read)) : undefined
      if (own) outcomes.push(outcomeOf(read, 'own', own))
      else if (reported) outcomes.push(outcomeOf(read, 'report', reported))
      else letters.push(read)
    }
    seen.add(key)
  }
  return { outcomes, letters, repeats }
}

const addressesOf = ({ kept, mail }: ReadMail): string[] => [
  ...(kept.envelopeTo ?? []),
  ...mail.deliveredTo,
  ...mail.to.map(({ address }) => address),
]

const outcomeOf = ({ kept, mail }: ReadMail, state: Outcome['state'], messageId: string | null): Outcome => ({
  id: kept.id,
  state,
  key: mail.key,
  messageId,
})

/** Of the same mail, which came by another mailbox in the same batch. */
const messageIdIn = (outcomes: Outcome[], { mail }: ReadMail): string | null =>
  outcomes.find(({ key, messageId }) => key.equals(mail.key) && messageId)?.messageId ?? null

async function receiveMails(trx: Transaction, mailbox: MailboxRef, placed: PlacedMail[]): Promise<ReceivedMail[]> {
  if (placed.length === 0) return []
  const receipts = await receiveMessages(
    trx,
    placed.map(({ message }) => message),
  )
  return placed.map((mail, index) => {
    const receipt = receipts[index]
    if (!receipt || 'problem' in receipt) throw new Error(`A mail was refused: ${receipt?.problem.message}`)
    return { ...mail, mailbox, body: receipt.message }
  })
}
