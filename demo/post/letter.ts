import { type Static, Type } from 'typebox'
import { MailAddress } from '#protocol/conversations.ts'
import { Nullable } from '#protocol/primitives.ts'

/** A letter between the demo shop and its customers, as their mailboxes show it. */
export const PostedLetter = Type.Object({
  id: Type.String(),
  way: Type.Union([Type.Literal('to-customer'), Type.Literal('to-shop')]),
  at: Type.String(),
  /** Whose mailboxes hold it. */
  people: Type.Array(MailAddress),
  from: MailAddress,
  /** Where an answer goes. */
  replyTo: MailAddress,
  to: Type.Array(MailAddress),
  cc: Type.Array(MailAddress),
  subject: Nullable(Type.String()),
  messageId: Nullable(Type.String()),
  references: Type.Array(Type.String()),
  text: Type.String(),
  /** Sanitised. */
  html: Nullable(Type.String()),
  fileNames: Type.Array(Type.String()),
  isAutomatic: Type.Boolean(),
})
export type PostedLetter = Static<typeof PostedLetter>
