import type { Readable } from 'node:stream'
import type { MailAddress } from '#protocol/conversations.ts'
import { writeHtml } from './html-part.ts'
import type { Letter } from './letter.ts'
import { oneLine } from './one-line.ts'
import { writeText } from './text-part.ts'

export type ComposedMail = {
  /** Who it is from and for, as SMTP is told (RFC 5321 §2.3.1). */
  envelope: { from: string; to: string[] }
  /** About as many as it will have on the way. */
  bytes: number
  /** The mail itself (RFC 5322), with line breaks CRLF; files are read as they are needed. */
  stream(): Readable
}

type Options = {
  /** For the copy that stays with the sender. */
  showsBcc?: boolean
}

export async function composeMail(letter: Letter, { showsBcc = false }: Options = {}): Promise<ComposedMail> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer')
  const text = writeText(letter)
  const html = writeHtml(letter)
  const mail = new MailComposer({
    messageId: `<${letter.messageId}>`,
    inReplyTo: letter.inReplyTo === null ? undefined : `<${letter.inReplyTo}>`,
    references: letter.references.map((id) => `<${id}>`),
    date: letter.date,
    from: toAddress(letter.from),
    replyTo: letter.replyTo ? toAddress(letter.replyTo) : undefined,
    to: letter.to.map(toAddress),
    cc: letter.cc.map(toAddress),
    bcc: letter.bcc.map(toAddress),
    subject: oneLine(letter.subject),
    headers: letter.isAutomatic ? automaticHeaders(letter) : {},
    text,
    html,
    attachments: letter.files.map(({ name, mediaType, path }) => ({
      filename: oneLine(name),
      contentType: mediaType,
      path,
      contentDisposition: 'attachment',
      // Without this, a letter in a letter would be sent as it is and could break lines that are too long.
      contentTransferEncoding: 'base64',
    })),
    newline: 'win',
    disableUrlAccess: true,
    baseBoundary: letter.messageId.split('@')[0],
  }).compile()
  mail.keepBcc = showsBcc
  const to = [...letter.to, ...letter.cc, ...letter.bcc].map(({ address }) => address)
  mail.setEnvelope({ from: bare(letter.returnAddress), to: [...new Set(to)].map(bare) })
  const { from, to: recipients } = mail.getEnvelope()
  const bytes =
    letter.files.reduce((sum, file) => sum + inBase64(file.bytes), HEADER_BYTES) + (text.length + html.length) * 2
  return { envelope: { from: from || '', to: recipients }, bytes, stream: () => mail.createReadStream() }
}

const HEADER_BYTES = 4_000
/** With a line break after each 76 characters (RFC 2045 §6.8). */
const inBase64 = (bytes: number): number => Math.ceil((bytes * 4) / 3) * (78 / 76)

/** As an object, it is never taken apart as a header would be. */
const bare = (address: string) => ({ name: '', address })

const toAddress = ({ name, address }: MailAddress) => ({ name: name === null ? '' : oneLine(name), address })

/** RFC 3834 §5; the second is what Exchange asks for. */
const automaticHeaders = ({ inReplyTo }: Letter) => ({
  'Auto-Submitted': inReplyTo === null ? 'auto-generated' : 'auto-replied',
  'X-Auto-Response-Suppress': 'All',
})
