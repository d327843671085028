import { type Static, Type } from 'typebox'
import { MessageContent } from './content.ts'
import { Id, Instant, Line, Nullable } from './primitives.ts'

export const ConversationStatus = Type.Union([
  Type.Literal('open'),
  Type.Literal('pending'),
  Type.Literal('snoozed'),
  Type.Literal('closed'),
  Type.Literal('spam'),
])
export type ConversationStatus = Static<typeof ConversationStatus>

export const ChannelKind = Type.Union([
  Type.Literal('chat'),
  Type.Literal('email'),
  Type.Literal('messenger'),
  Type.Literal('phone'),
])
export type ChannelKind = Static<typeof ChannelKind>

export const MessageKind = Type.Union([Type.Literal('inbound'), Type.Literal('outbound'), Type.Literal('note')])
export type MessageKind = Static<typeof MessageKind>

export const AuthorKind = Type.Union([
  Type.Literal('customer'),
  Type.Literal('member'),
  Type.Literal('bot'),
  Type.Literal('system'),
])
export type AuthorKind = Static<typeof AuthorKind>

/** received: inbound or a note; the others: how far an outbound message has come. withdrawn: taken back before it was sent. */
export const DeliveryState = Type.Union([
  Type.Literal('received'),
  Type.Literal('queued'),
  Type.Literal('sent'),
  Type.Literal('delivered'),
  Type.Literal('read'),
  Type.Literal('failed'),
  Type.Literal('withdrawn'),
])
export type DeliveryState = Static<typeof DeliveryState>

export const AttachmentBody = Type.Object({
  id: Id,
  name: Type.String({ description: 'A safe file name.' }),
  mediaType: Type.String({ description: 'Found by looking into the file, never taken on trust.' }),
  bytes: Type.Integer(),
  width: Nullable(Type.Integer()),
  height: Nullable(Type.Integer()),
  url: Type.String({ description: 'Where to download it; relative to the server.' }),
  thumbnailUrl: Nullable(Type.String()),
  isInline: Type.Boolean({ description: 'Shown inside the HTML of its letter.' }),
  isProgram: Type.Boolean({ description: 'Runs when it is opened: worth a warning.' }),
})
export type AttachmentBody = Static<typeof AttachmentBody>

export const AuthorBody = Type.Object({
  kind: AuthorKind,
  id: Nullable(Id),
  name: Type.String(),
  photoUrl: Type.Optional(Type.String()),
})
export type AuthorBody = Static<typeof AuthorBody>

/** A mail address, and the name its writer put before it. */
export const MailAddress = Type.Object({
  name: Nullable(Type.String()),
  address: Type.String({ maxLength: 320, description: 'In lower case; a domain in Unicode form.' }),
})
export type MailAddress = Static<typeof MailAddress>

/** Who wrote a letter to whom. */
export const EnvelopeBody = Type.Object({
  from: Nullable(MailAddress),
  replyTo: Type.Array(MailAddress),
  to: Type.Array(MailAddress),
  cc: Type.Array(MailAddress),
  bcc: Type.Array(MailAddress),
  isSenderDoubtful: Type.Optional(Type.Boolean({ description: 'The mail server says that `from` may be forged.' })),
  forwardedFrom: Type.Optional(MailAddress),
})
export type EnvelopeBody = Static<typeof EnvelopeBody>

/** Whom a letter may be sent to. */
const Recipient = Type.Object(
  {
    name: Nullable(Line(200)),
    address: Type.String({ format: 'mail-address', maxLength: 254 }),
  },
  { additionalProperties: false },
)
/** Who answers all must be able to, however many they are; providers take 500. */
const MOST_RECIPIENTS = 500
const Recipients = Type.Array(Recipient, { maxItems: MOST_RECIPIENTS })

/** What an answer by letter says on its envelope; what is left out is as `reply-recipients` proposes. */
export const LetterDraft = Type.Object(
  {
    subject: Type.Optional(Line(500)),
    to: Type.Optional(Type.Array(Recipient, { minItems: 1, maxItems: MOST_RECIPIENTS })),
    cc: Type.Optional(Recipients),
    bcc: Type.Optional(Recipients),
  },
  { additionalProperties: false },
)
export type LetterDraft = Static<typeof LetterDraft>

/** Whom an answer would go to unless its author says otherwise. */
export const ReplyRecipientsBody = Type.Object({
  threadId: Id,
  isLetter: Type.Boolean({ description: 'Whether an answer in this thread is a letter; otherwise the rest is empty.' }),
  subject: Type.String(),
  to: Type.Array(MailAddress),
  cc: Type.Array(MailAddress),
})
export type ReplyRecipientsBody = Static<typeof ReplyRecipientsBody>

export const BlockedSenderBody = Type.Object({
  id: Id,
  value: Type.String({ description: 'An address, or a domain with all below it; in lower case.' }),
  blockedBy: Id,
  createdAt: Instant,
})
export type BlockedSenderBody = Static<typeof BlockedSenderBody>

/** Somebody whom a letter did not reach, though it reached others. */
export const LeftOut = Type.Object({
  address: Type.String(),
  why: Type.String({ description: 'A plain sentence or two.' }),
})
export type LeftOut = Static<typeof LeftOut>

/** A message as the team sees it. Messages sort by `id`. */
export const MessageBody = Type.Object({
  id: Id,
  conversationId: Id,
  threadId: Id,
  revision: Type.Integer({ description: 'Revision of the conversation at which this message last changed.' }),
  kind: MessageKind,
  author: AuthorBody,
  subject: Nullable(Type.String({ description: 'Letters only.' })),
  text: Type.String(),
  foldedText: Nullable(Type.String({ description: 'What `text` leaves out of a letter: quotes and the signature.' })),
  isExcerpt: Type.Optional(
    Type.Boolean({
      description: 'Whether text and foldedText are only the beginning; `…/messages/:messageId/text` has all.',
    }),
  ),
  hasHtml: Type.Boolean({ description: 'Whether `…/messages/:messageId/html` shows it as it was written.' }),
  hasOriginal: Type.Boolean({ description: 'Whether `…/messages/:messageId/original` has it byte for byte.' }),
  envelope: Nullable(EnvelopeBody),
  attachments: Type.Array(AttachmentBody),
  content: Type.Optional(MessageContent),
  isAutomatic: Type.Boolean({
    description: 'Written by a machine: it answers nobody, and nobody waits for its answer.',
  }),
  delivery: Type.Object({
    state: DeliveryState,
    failure: Nullable(Type.String({ description: 'failed: why. queued: why it waits to be tried again.' })),
    leftOut: Type.Optional(Type.Array(LeftOut, { description: 'Letters only, where not everybody got it.' })),
    undoUntil: Nullable(Type.String({ format: 'date-time', description: 'Until then its author may take it back.' })),
  }),
  clientId: Nullable(Id),
  sentAt: Instant,
})
export type MessageBody = Static<typeof MessageBody>

export const PreviewBody = Type.Object({
  text: Type.String(),
  kind: MessageKind,
  authorKind: AuthorKind,
  authorName: Type.String(),
})

/** A conversation as the team sees it; the same for every member. */
export const ConversationBody = Type.Object({
  id: Id,
  number: Type.Integer(),
  revision: Type.Integer(),
  status: ConversationStatus,
  subject: Nullable(Type.String()),
  language: Nullable(Type.String()),
  contactReason: Nullable(Type.String()),
  orderNumber: Nullable(Type.String({ description: 'The order it is about, in the customer’s words.' })),
  tags: Type.Array(Type.String()),
  customer: Type.Object({ id: Id, name: Nullable(Type.String()), email: Nullable(Type.String()) }),
  channel: Type.Object({ id: Id, kind: ChannelKind, name: Type.String() }),
  threadId: Id,
  assigneeId: Nullable(Id),
  teamId: Nullable(Id),
  preview: Nullable(PreviewBody),
  lastMessageAt: Instant,
  waitingSince: Nullable(Instant),
  snoozedUntil: Nullable(Instant),
  closedAt: Nullable(Instant),
  createdAt: Instant,
  follows: Nullable(
    Type.Object({ id: Id, number: Type.Integer() }, { description: 'The closed one that this one takes up again.' }),
  ),
  failedCount: Type.Integer({ description: 'Messages of ours that did not reach everybody they were for.' }),
  customerReadMessageId: Nullable(Id),
  teamReadMessageId: Nullable(Id),
  collaboratorIds: Type.Array(Id),
})
export type ConversationBody = Static<typeof ConversationBody>

export const InboxItemBody = Type.Intersect([
  ConversationBody,
  Type.Object({
    unreadCount: Type.Integer({ description: 'Inbound messages that the asking member has not read, at most 100.' }),
  }),
])
export type InboxItemBody = Static<typeof InboxItemBody>

export const InboxView = Type.Union([
  Type.Literal('mine'),
  Type.Literal('unassigned'),
  Type.Literal('open'),
  Type.Literal('pending'),
  Type.Literal('snoozed'),
  Type.Literal('closed'),
  Type.Literal('failed'),
  Type.Literal('spam'),
])
export type InboxView = Static<typeof InboxView>

/** mine, unassigned: open ones only. failed: whatever their status, with a message that could not be delivered. */
export const InboxCountsBody = Type.Object({
  mine: Type.Integer(),
  unassigned: Type.Integer(),
  open: Type.Integer(),
  pending: Type.Integer(),
  snoozed: Type.Integer(),
  failed: Type.Integer(),
  spam: Type.Integer(),
  teams: Type.Record(Type.String(), Type.Integer(), { description: 'Open conversations by team id.' }),
})
export type InboxCountsBody = Static<typeof InboxCountsBody>

export const InboxPageBody = Type.Object({
  conversations: Type.Array(InboxItemBody),
  nextCursor: Nullable(Type.String({ description: 'Pass as `cursor` to read on; null at the end.' })),
})
export type InboxPageBody = Static<typeof InboxPageBody>

/** What happened between messages: closed, assigned, snoozed and so on. */
export const ActivityBody = Type.Object({
  id: Id,
  type: Type.String(),
  at: Instant,
  actor: Type.Object({ kind: AuthorKind, id: Nullable(Id), name: Type.String() }),
  data: Type.Record(Type.String(), Type.Unknown()),
})
export type ActivityBody = Static<typeof ActivityBody>

/** Newest page first; inside a page oldest first. */
export const TimelineBody = Type.Object({
  conversation: InboxItemBody,
  messages: Type.Array(MessageBody),
  activities: Type.Array(ActivityBody, { description: 'Those that fall between these messages.' }),
  hasEarlier: Type.Boolean(),
})
export type TimelineBody = Static<typeof TimelineBody>

/** Everything in a conversation that changed after a revision. `isComplete` false: too much, read the timeline anew. */
export const ChangesBody = Type.Object({
  conversation: InboxItemBody,
  messages: Type.Array(MessageBody),
  activities: Type.Array(ActivityBody),
  isComplete: Type.Boolean(),
})
export type ChangesBody = Static<typeof ChangesBody>
