import { createHash } from 'node:crypto'
import type { KeptMail } from './kept-mail.ts'
import type { Mail } from './mail/mail.ts'

/** What stands in for a mail that nobody could read, so that it lies in the inbox with its original. */
export function unreadableMail({ originalSha256, envelopeFrom, arrivedAt }: KeptMail): Mail {
  const text = 'This mail could not be read. Open the original.'
  return {
    messageId: null,
    externalId: `${originalSha256.toString('hex').slice(0, 40)}@mail.invalid`,
    key: createHash('sha256').update('unreadable').update(originalSha256).digest(),
    from: null,
    sender: envelopeFrom ? { name: null, address: envelopeFrom.toLowerCase() } : null,
    replyTo: [],
    to: [],
    cc: [],
    bcc: [],
    deliveredTo: [],
    subject: null,
    date: arrivedAt,
    references: [],
    text,
    replyText: text,
    foldedText: null,
    html: null,
    language: null,
    automatic: null,
    noAutomaticAnswer: { why: 'It could not be read.' },
    list: false,
    spam: null,
    isSenderDoubtful: true,
    forwarded: null,
    report: null,
    attachments: [],
    isEncrypted: false,
    isSigned: false,
    problems: ['It could not be read.'],
  }
}
