import { domainToASCII } from 'node:url'
import type { Channel, DeliveryReceipt, OutboundMessage } from '#conversations/channel.ts'
import { sayLeftOut } from '#conversations/left-out.ts'
import type { DatabaseConnection } from '#platform/database/database.ts'
import type { Letter } from './composing/letter.ts'
import { composeMail } from './composing/mail.ts'
import { getMailbox, listMailboxes, type Mailbox } from './email-channel.ts'
import { askForSentCopy } from './sent-copy.ts'
import type { Refusal, Submitter } from './submitting.ts'
import { type WritingTools, writeLetter } from './writing.ts'

type Tools = WritingTools & Pick<DatabaseConnection, 'transact'> & { submitter: Submitter }

/** Sends messages as letters, by the sending server of the mailbox whose channel they belong to. */
export const emailDelivery = (tools: Tools): Channel => ({
  async ownAddresses(db, workspaceId) {
    return (await listMailboxes(db, { workspaceId })).map(({ address }) => address)
  },
  async deliver(message, signal) {
    const mailbox = await getMailbox(tools.db, message.workspaceId, message.channelId)
    const receipt = await sendByMail(tools, mailbox, message, { signal })
    if (receipt.state === 'sent') await askForSentCopy(tools, mailbox, message)
    return receipt
  },
})

type Sending = {
  signal: AbortSignal
  /** Whose files go along. */
  filesOf?: string[]
}

/** A second time it is the same mail, by its Message-ID and to the byte, as long as nobody changes the mailbox. */
export async function sendByMail(
  tools: Tools,
  mailbox: Mailbox,
  message: OutboundMessage,
  { signal, filesOf = [message.id] }: Sending,
): Promise<DeliveryReceipt> {
  if (!mailbox.settings.smtp)
    return {
      state: 'failed',
      why: `${mailbox.address} has no sending server yet. An admin sets it under Settings → Channels → ${mailbox.name}.`,
    }
  const letter = await writeLetter(tools, mailbox, message, filesOf)
  if ('cannot' in letter) return { state: 'failed', why: letter.cannot }
  const submission = { envelopeId: message.id, signal }
  const submitted = await tools.submitter.submit(mailbox, await composeMail(letter), submission)
  if (submitted.state === 'refused') return { state: 'failed', why: submitted.why }
  return toReceipt(letter, submitted.refused)
}

/** Copies alone are no delivery. */
function toReceipt({ to, messageId }: Letter, refused: Refusal[]): DeliveryReceipt {
  const externalId = messageId
  if (refused.length === 0) return { state: 'sent', externalId }
  const leftOut = new Set(refused.map(({ address }) => address))
  const isForNobody = to.length > 0 && to.every(({ address }) => leftOut.has(toAscii(address)))
  if (!isForNobody) return { state: 'sent', externalId, leftOut: refused }
  return { state: 'failed', why: sayLeftOut(refused) }
}

/** As mail servers were told it. */
const toAscii = (address: string): string => {
  const at = address.lastIndexOf('@') + 1
  return address.slice(0, at) + domainToASCII(address.slice(at))
}
