import { type Static, Type } from 'typebox'
import { MAX_VISIT_ERRORS, VisitError } from './customers.ts'
import type { DeskEvent, WidgetEvent } from './events.ts'
import { Id, Line, MAX_ATTACHMENTS, MAX_MESSAGE_LENGTH, Nullable, type ProblemBody, Text } from './primitives.ts'
import { PreChatAnswers, VisitContext, type WidgetMessageBody } from './widget.ts'

/**
 * One WebSocket protocol for desk (`/api/desk/socket`) and chat window (`/api/widget/socket`). Frames are JSON texts.
 * The first frame is `hello`; the server answers `welcome` or closes. Clients say `ping` each heartbeat; the server asks one
 * that is silent with a ping of RFC 6455 §5.5.2, and drops it after two heartbeats without a sign of life. Frames with a
 * `ref` are answered by `accepted` or `refused` with that ref.
 */
export const HEARTBEAT_SECONDS = 25
/** Largest frame a client may send, in bytes. */
export const MAX_FRAME_BYTES = 128 * 1024

// Written so, a front end's build sees that it may leave the schema out.
export const Ref = Type.Integer({ minimum: 0, maximum: 2 ** 53 - 1 })

/** What a desk may say. `lastRevision`-like state is not sent: after `welcome` a desk refetches what it shows. */
export const DeskFrame = Type.Union([
  Type.Object({ type: Type.Literal('hello'), workspaceId: Id }, { additionalProperties: false }),
  Type.Object({ type: Type.Literal('ping') }, { additionalProperties: false }),
  /** Which conversation is on screen; null: none. */
  Type.Object({ type: Type.Literal('view'), conversationId: Nullable(Id) }, { additionalProperties: false }),
  Type.Object(
    { type: Type.Literal('typing'), conversationId: Id, isTyping: Type.Boolean(), isNote: Type.Boolean() },
    { additionalProperties: false },
  ),
])
export type DeskFrame = Static<typeof DeskFrame>

/** What a chat window may say. */
export const WidgetFrame = Type.Union([
  Type.Object(
    {
      type: Type.Literal('hello'),
      channelKey: Line(64),
      token: Type.String({ maxLength: 2_000, description: 'The visitor token of the session.' }),
      visit: Type.Optional(VisitContext),
    },
    { additionalProperties: false },
  ),
  Type.Object({ type: Type.Literal('ping') }, { additionalProperties: false }),
  Type.Object(
    {
      type: Type.Literal('send'),
      ref: Ref,
      /** Made by the window (any UUID); a thread that does not exist yet is begun. */
      threadId: Id,
      /** Made by the window, kept over retries: the same one twice is one message. */
      clientId: Id,
      text: Text(MAX_MESSAGE_LENGTH, { minLength: 0 }),
      attachmentIds: Type.Array(Id, { maxItems: MAX_ATTACHMENTS }),
      /** With a thread's first message. */
      preChat: Type.Optional(PreChatAnswers),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    { type: Type.Literal('typing'), threadId: Id, isTyping: Type.Boolean() },
    { additionalProperties: false },
  ),
  /** The newest message of the team's that arrived in this window. */
  Type.Object({ type: Type.Literal('received'), threadId: Id, messageId: Id }, { additionalProperties: false }),
  /** The newest message of the team's that the visitor has seen on an open, visible window. */
  Type.Object({ type: Type.Literal('read'), threadId: Id, messageId: Id }, { additionalProperties: false }),
  /** The visitor went to another page, or the cart changed. */
  Type.Object({ type: Type.Literal('visit'), visit: VisitContext }, { additionalProperties: false }),
  /** Something went wrong on the shop's page during this visit; newest last. */
  Type.Object(
    { type: Type.Literal('trouble'), errors: Type.Array(VisitError, { minItems: 1, maxItems: MAX_VISIT_ERRORS }) },
    { additionalProperties: false },
  ),
])
export type WidgetFrame = Static<typeof WidgetFrame>

export type ServerFrame<Event> =
  | { type: 'welcome'; heartbeatSeconds: number }
  | { type: 'pong' }
  | { type: 'refused'; ref: number | null; problem: ProblemBody }
  | { type: 'event'; event: Event }

export type DeskServerFrame = ServerFrame<DeskEvent>

export type WidgetServerFrame =
  | ServerFrame<WidgetEvent>
  /** The message is committed to disk. `revision` is the thread's. */
  | { type: 'accepted'; ref: number; threadId: Id; revision: number; message: WidgetMessageBody }

/** Why the server closed a socket (RFC 6455 §7.4.2, private range). */
export const CloseCode = {
  /** RFC 6455: the server restarts or shuts down; come back with back-off. */
  goingAway: 1001,
  /** The token or the session is no longer good; do not come back with it. */
  signedOut: 4401,
  /** This member or visitor may not come in here; do not come back. */
  forbidden: 4403,
  /** Not understood `hello`, or none in time. */
  badHello: 4400,
  /** Too slow to read, or silent for two heartbeats; come back and refetch. */
  fellBehind: 4408,
  /** Too many frames or connections; come back with back-off. */
  tooMany: 4429,
} as const
