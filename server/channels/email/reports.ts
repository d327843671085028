import { domainToUnicode } from 'node:url'
import { sql } from 'kysely'
import { markDelivery } from '#conversations/delivery.ts'
import { markLeftOut } from '#conversations/left-out.ts'
import { noteReport } from '#conversations/reported.ts'
import type { Transaction } from '#platform/database/database.ts'
import type { Secrets } from '#platform/secrets.ts'
import type { EnvelopeBody } from '#protocol/conversations.ts'
import { readMessageId, readPlusAddress } from './addresses.ts'
import type { RecipientReport, Report } from './mail/mail.ts'
import { explainReply } from './status-codes.ts'

type Tools = { secrets: Pick<Secrets, 'sign'> }

/**
 * Marks on a message of ours what mail servers report about it, and returns its id; undefined: it is about none of ours.
 * Anybody can write a report: one counts that names a Message-ID of ours, or came back by the signed way that the letter
 * was sent with. Nobody else than the letter's recipients can be reported.
 */
export const reportReader =
  ({ secrets }: Tools) =>
  async (trx: Transaction, workspaceId: string, report: Report, addressedTo: string[]): Promise<string | undefined> => {
    const message = await findReported(trx, secrets, { workspaceId, report, addressedTo })
    if (!message) return noteNotContinued(trx, secrets, workspaceId, report)
    const about = { workspaceId, messageId: message.id }
    if (report.kind === 'complaint') {
      if (report.feedbackType !== 'not-spam') await noteReport(trx, { ...about, what: 'complaint' })
      return message.id
    }
    if (report.kind === 'disposition') return message.id
    if (report.recipients.length === 0) return undefined
    await applyDelivery(trx, message, report.recipients)
    return message.id
  }

/** Answers of a chat that went out by mail are no letters, but whoever counts on them should know. */
async function noteNotContinued(
  trx: Transaction,
  secrets: Tools['secrets'],
  workspaceId: string,
  report: Report,
): Promise<string | undefined> {
  const named = report.originalMessageId && readMessageId(secrets, report.originalMessageId)
  if (!named || report.kind !== 'delivery' || !report.recipients.some(({ action }) => action === 'failed'))
    return undefined
  const continued = await trx
    .selectFrom('continuedMessages')
    .where('workspaceId', '=', workspaceId)
    .where('mailedAs', '=', named.messageId)
    .select('mailedAs as messageId')
    .limit(1)
    .executeTakeFirst()
  if (!continued) return undefined
  await noteReport(trx, { workspaceId, messageId: continued.messageId, what: 'not-continued' })
  return continued.messageId
}

type Reported = { workspaceId: string; id: string; envelope: EnvelopeBody }

async function applyDelivery(trx: Transaction, message: Reported, reports: RecipientReport[]): Promise<void> {
  const about = { workspaceId: message.workspaceId, messageId: message.id }
  const recipients = recipientsOf(message.envelope)
  const known = reports.flatMap((report) => {
    const address = normalize(report.address)
    return recipients.has(address) ? { ...report, address } : []
  })
  const failed = known.filter(({ action }) => action === 'failed')
  if (failed.length > 0) {
    const leftOut = failed.map((report) => ({ address: report.address, why: explain(report) }))
    await markLeftOut(trx, { ...about, leftOut })
  }
  const to = new Set(message.envelope.to.map(({ address }) => normalize(address)))
  if (known.some(({ action, address }) => action === 'delivered' && to.has(address)))
    await markDelivery(trx, { ...about, state: 'delivered' })
  if (known.some(({ action }) => action === 'delayed')) await noteReport(trx, { ...about, what: 'delayed' })
  // Somewhere it was forwarded to: what its recipient did with it is theirs to know, but the letter did not arrive there.
  if (reports.some(({ action, address }) => action === 'failed' && !recipients.has(normalize(address))))
    await noteReport(trx, { ...about, what: 'failed-elsewhere' })
}

type Sought = { workspaceId: string; report: Report; addressedTo: string[] }

async function findReported(
  trx: Transaction,
  secrets: Tools['secrets'],
  { workspaceId, report, addressedTo }: Sought,
): Promise<Reported | undefined> {
  const letters = trx
    .selectFrom('messages')
    .where('workspaceId', '=', workspaceId)
    .where('kind', '=', 'outbound')
    .where('envelope', 'is not', null)
    .select(['workspaceId', 'id', sql<EnvelopeBody>`envelope`.as('envelope')])
  const named = report.originalMessageId && readMessageId(secrets, report.originalMessageId)
  if (named) return letters.where('id', '=', named.messageId).executeTakeFirst()

  const [threadId] = addressedTo.flatMap((address) => readPlusAddress(secrets, address)?.threadId ?? [])
  if (threadId === undefined || report.kind !== 'delivery') return undefined
  const reported = report.recipients.map(({ address }) => normalize(address))
  const newest = await letters
    .where('threadId', '=', threadId)
    .where('deliveryState', 'in', ['queued', 'sent', 'delivered'])
    .orderBy('id', 'desc')
    .limit(MOST_LOOKED_AT)
    .execute()
  return newest.find(({ envelope }) => reported.some((address) => recipientsOf(envelope).has(address)))
}

const MOST_LOOKED_AT = 20

const recipientsOf = ({ to, cc, bcc }: EnvelopeBody): Set<string> =>
  new Set([...to, ...cc, ...bcc].map(({ address }) => normalize(address)))

/** As envelopes hold them. */
function normalize(address: string): string {
  const at = address.lastIndexOf('@') + 1
  return address.slice(0, at).toLowerCase() + domainToUnicode(address.slice(at).toLowerCase())
}

/** `smtp; 550 5.1.1 …`: what stands before the semicolon says whose words they are (RFC 3464 §2.3.6). */
const explain = ({ status, diagnostic }: RecipientReport): string =>
  explainReply((diagnostic ?? '').replace(/^\s*[a-z0-9-]+\s*;\s*/i, ''), status)
