import type { MailAddress } from '#protocol/conversations.ts'

/** All that a mail of ours is made from, however its text came about. The same letter gives the same bytes. */
export type Letter = {
  /** Without the angle brackets, as all the ids here. */
  messageId: string
  inReplyTo: string | null
  /** Oldest first; the last is what this letter answers. */
  references: string[]
  /** Where the mail servers send it back to when it cannot be delivered. */
  returnAddress: string
  from: MailAddress
  replyTo: MailAddress | null
  to: MailAddress[]
  cc: MailAddress[]
  bcc: MailAddress[]
  subject: string
  date: Date
  /** Whether a machine wrote it: then no machine should answer (RFC 3834 §5). */
  isAutomatic: boolean
  language: string
  timeZone: string
  text: string
  signature: string
  /** What was said before, newest first. */
  history: PastMessage[]
  look: Look
  files: LetterFile[]
}

export type PastMessage = { author: string; at: Date; text: string; fileNames: string[] }
export type LetterFile = { name: string; mediaType: string; path: string; bytes: number }
/** How the shop's letters look. */
export type Look = { shop: string; accent: string | null }
