import { decodeText } from './charsets.ts'
import { type Head, readHead } from './head.ts'
import { readMessageId } from './identity.ts'
import type { RecipientReport, Report } from './mail.ts'
import type { Part } from './parts.ts'
import { readAddress } from './people.ts'
import { oneLine } from './words.ts'

const ACTIONS = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const
const MAX_RECIPIENTS = 200

/** The mail that a report came with. */
type Carrier = {
  head: Head
  text: string
  sender: string | undefined
  /** Of the mails that came back inside it. */
  returned: Head[]
}

/** multipart/report (RFC 6522) in its three kinds, and what mail servers wrote before there was one. */
export function readReport(parts: Part[], carrier: Carrier): Report | null {
  const find = (pattern: RegExp) => parts.find(({ type }) => pattern.test(type))
  const originalMessageId = originalIdOf(parts, carrier.returned)
  const delivery = find(/^message\/(global-)?delivery-status$/)
  if (delivery) return { kind: 'delivery', originalMessageId, recipients: readRecipients(delivery) }
  const feedback = find(/^message\/feedback-report$/)
  if (feedback) {
    const fields = readHead(feedback.content ?? Buffer.alloc(0))
    return { kind: 'complaint', originalMessageId, feedbackType: value(fields, 'feedback-type') ?? 'abuse' }
  }
  const disposition = find(/^message\/disposition-notification$/)
  if (disposition) {
    const fields = readHead(disposition.content ?? Buffer.alloc(0))
    const said = value(fields, 'disposition')?.split(';').at(-1)?.trim().toLowerCase()
    return {
      kind: 'disposition',
      originalMessageId: readMessageId(fields.get('original-message-id')?.[0]) ?? originalMessageId,
      disposition: said || 'displayed',
    }
  }
  return readOldBounce(carrier, originalMessageId)
}

function originalIdOf(parts: Part[], returned: Head[]): string | null {
  const headers = parts
    .filter(({ type }) => /^(text\/rfc822|message\/rfc822|message\/global)-headers$/.test(type))
    .map(({ content }) => readHead(content ?? Buffer.alloc(0)))
  for (const head of [...returned, ...headers]) {
    const id = readMessageId(head.get('message-id')?.[0])
    if (id) return id
  }
  return null
}

/** RFC 3464 §2.3: a group of fields for each recipient, after the group about the message. */
function readRecipients({ content }: Part): RecipientReport[] {
  const groups = decodeText(content ?? Buffer.alloc(0))
    .text.replaceAll('\r', '')
    .split(/\n[ \t]*\n/)
  return groups.slice(0, MAX_RECIPIENTS).flatMap((group) => readRecipient(readHead(Buffer.from(group.trim()))) ?? [])
}

function readRecipient(fields: Head): RecipientReport | undefined {
  const said = value(fields, 'final-recipient') ?? value(fields, 'original-recipient')
  const address = readAddress(utf8(said ?? '').replace(/^[^;]*;/, ''))
  const word = value(fields, 'action')?.toLowerCase()
  const status = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(value(fields, 'status') ?? '')?.[0] ?? null
  const action =
    ACTIONS.find((known) => known === word) ??
    (status?.startsWith('4') ? 'delayed' : status?.startsWith('2') ? 'delivered' : 'failed')
  if (!address) return undefined
  return { address, action, status, diagnostic: diagnosis(utf8(value(fields, 'diagnostic-code') ?? '')) }
}

const REFUSED =
  /(?:undeliver|returned? (?:mail|to sender)|delivery (?:status|failure|has failed|failed)|failure notice|mail delivery (?:failed|system)|could ?n[o']t be delivered|permanent(?:ly)? (?:error|fail)|did not reach|(?:unable|able|attempt\w*) to deliver|ei õnnestunud toimetada|toimittaminen epäonnistui|не доставлено|не удалось доставить)/i

/** qmail, Exim, old Gmail and Exchange: a text for people, and often a copy of the mail below it. */
function readOldBounce({ head, text, sender }: Carrier, attachedId: string | null): Report | null {
  const named = (head.get('x-failed-recipients')?.[0] ?? '').split(',')
  const isDaemon =
    /^(mailer-daemon|postmaster|mail-daemon|microsoftexchange[0-9a-f]+)@/.test(sender ?? '') ||
    /^<\s*>$/.test(head.get('return-path')?.[0] ?? '')
  const start = text.slice(0, 20_000)
  if (!head.has('x-failed-recipients') && !(isDaemon && REFUSED.test(`${head.get('subject')?.[0] ?? ''}\n${start}`)))
    return null
  const copyAt = start.search(
    /^-{2,}.{0,40}(copy of the message|returned message|original message|undelivered message).{0,80}$|^Return-Path: </im,
  )
  const explanation = copyAt === -1 ? start : start.slice(0, copyAt)
  const addresses = [
    ...named,
    ...(named[0] ? [] : (explanation.match(/^\s*<?[^\s<>@:]{1,64}@[^\s<>@:]{1,255}>?(?=[:\s]|$)/gm) ?? [])),
  ]
  const recipients = [...new Set(addresses.flatMap((address) => readAddress(address) ?? []))].slice(0, MAX_RECIPIENTS)
  if (recipients.length === 0) return null
  const status = /\b([45]\.\d{1,3}\.\d{1,3})\b/.exec(explanation)?.[1] ?? null
  const reply = /^.{0,200}\b([45]\d\d)[ -].{0,300}$/m.exec(explanation)
  const isDelay =
    status?.startsWith('4') ||
    /\b(delayed|will (?:keep|continue) (?:trying|to try)|still being retried)\b/i.test(explanation)
  return {
    kind: 'delivery',
    originalMessageId:
      attachedId ??
      readMessageId(
        /^message-id:\s*(<[^<>\s]+>)/im.exec(copyAt === -1 ? '' : text.slice(copyAt, copyAt + 65_536))?.[1],
      ),
    recipients: recipients.map((address) => ({
      address,
      action: isDelay ? 'delayed' : 'failed',
      status,
      diagnostic: diagnosis(reply?.[0] ?? ''),
    })),
  }
}

function diagnosis(text: string): string | null {
  return (
    oneLine(text.replace(/^\s*[\w-]+\s*;/, ''))
      .slice(0, 500)
      .toWellFormed() || null
  )
}

function value(fields: Head, name: string): string | undefined {
  return fields.get(name)?.[0]?.trim() || undefined
}

function utf8(text: string): string {
  return decodeText(Buffer.from(text, 'latin1')).text
}
