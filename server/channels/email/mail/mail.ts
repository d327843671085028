import type { MailAddress } from '#protocol/conversations.ts'

/** What a mail says, whatever it looked like. Nothing in it is executable, and all text is well-formed Unicode. */
export type Mail = {
  /** Without angle brackets; null when it has none. */
  messageId: string | null
  /** The Message-ID, or a made-up one that is the same each time this mail comes. */
  externalId: string
  /** sha256 over Message-ID, From and Date: the same mail, whichever way it came. */
  key: Buffer
  from: MailAddress | null
  sender: MailAddress | null
  replyTo: MailAddress[]
  to: MailAddress[]
  cc: MailAddress[]
  bcc: MailAddress[]
  /** Addresses that mail servers say it was delivered to. */
  deliveredTo: string[]
  subject: string | null
  date: Date | null
  /** Message-IDs that this one answers, oldest first, without angle brackets. */
  references: string[]
  /** All of it as plain text. */
  text: string
  /** What this person wrote now. */
  replyText: string
  /** Quotes and signature, which `replyText` leaves out. */
  foldedText: string | null
  /** Sanitised; quotes and signature in `<details>`; pictures as `cid:` or, when they are elsewhere, `data-remote-src`. */
  html: string | null
  /** ISO 639-1. */
  language: string | null
  /** A machine wrote it, and what says so (RFC 3834). */
  automatic: { why: string } | null
  /** No automatic answer may go to this mail, and what says so; also set on every automatic one. */
  noAutomaticAnswer: { why: string } | null
  /** It came through a mailing list. */
  list: boolean
  /** A filter on the way took it for spam, and what it wrote. */
  spam: { why: string } | null
  /** The mail server that took it in says that From may be forged (RFC 8601). */
  isSenderDoubtful: boolean
  /** A person forwarded somebody else's mail. */
  forwarded: Forwarded | null
  report: Report | null
  attachments: MailAttachment[]
  /** S/MIME and PGP are kept as they are. */
  isEncrypted: boolean
  isSigned: boolean
  /** What was broken and how it was read, in plain words. */
  problems: string[]
}

/** A file that came with a mail; its content is in `files`. */
export type MailAttachment = {
  name: string
  mediaType: string
  bytes: number
  sha256: Buffer
  /** `html` shows it where it belongs. */
  isInline: boolean
  contentId: string | null
}

export type Forwarded = { from: MailAddress; subject: string | null; date: string | null; text: string }

/** What a mail server or a mail program reports about a mail sent before. */
export type Report =
  | { kind: 'delivery'; originalMessageId: string | null; recipients: RecipientReport[] }
  | { kind: 'complaint'; originalMessageId: string | null; feedbackType: string }
  | { kind: 'disposition'; originalMessageId: string | null; disposition: string }

export type RecipientReport = {
  address: string
  action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded'
  /** RFC 3463, such as 5.1.1. */
  status: string | null
  diagnostic: string | null
}

/** A mail that could not be understood in the time and memory a mail may take; its original is all there is. */
export type Unreadable = { unreadable: string }
