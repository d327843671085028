import { type Static, Type } from 'typebox'
import { PreChat, VisitConsent } from './channels.ts'
import { MessageContent } from './content.ts'
import { AttachmentBody, AuthorKind, DeliveryState } from './conversations.ts'
import { EmailAddress, Id, Instant, LanguageTag, Line, Nullable } from './primitives.ts'

/** A message as the customer sees it; notes never take this form. */
export const WidgetMessageBody = Type.Object({
  id: Id,
  threadId: Id,
  kind: Type.Union([Type.Literal('inbound'), Type.Literal('outbound')]),
  author: Type.Object({ kind: AuthorKind, name: Type.String(), photoUrl: Type.Optional(Type.String()) }),
  text: Type.String(),
  attachments: Type.Array(AttachmentBody, { description: 'Their urls are signed and work for a day.' }),
  content: Type.Optional(MessageContent),
  state: DeliveryState,
  clientId: Nullable(Id),
  sentAt: Instant,
})
export type WidgetMessageBody = Static<typeof WidgetMessageBody>

export const WidgetThreadBody = Type.Object({
  id: Id,
  revision: Type.Integer(),
  isClosed: Type.Boolean(),
  unreadCount: Type.Integer(),
  lastMessage: Nullable(WidgetMessageBody),
  /** The customer's newest message that somebody of the team has read. */
  teamReadMessageId: Nullable(Id),
  createdAt: Instant,
})
export type WidgetThreadBody = Static<typeof WidgetThreadBody>

export const WidgetTimelineBody = Type.Object({
  thread: WidgetThreadBody,
  messages: Type.Array(WidgetMessageBody, { description: 'Oldest first.' }),
  hasEarlier: Type.Boolean(),
})
export type WidgetTimelineBody = Static<typeof WidgetTimelineBody>

/** What a chat window must know to draw itself. Cacheable; holds nothing of any visitor. */
export const WidgetConfigBody = Type.Object({
  workspaceName: Type.String(),
  language: Type.String(),
  greeting: Nullable(Type.String()),
  accent: Nullable(Type.String({ description: 'CSS hex colour.' })),
  look: Type.Object(
    {
      side: Type.Optional(Type.Union([Type.Literal('left'), Type.Literal('right')])),
      x: Type.Optional(Type.Integer()),
      y: Type.Optional(Type.Integer()),
      label: Type.Optional(Type.String()),
    },
    {
      description: 'Corner, distance from its edges in CSS pixels, words beside the icon; what is not set is left out.',
    },
  ),
  preChat: PreChat,
  visitConsent: VisitConsent,
  maxAttachmentBytes: Type.Integer(),
})
export type WidgetConfigBody = Static<typeof WidgetConfigBody>

export const WidgetSessionRequest = Type.Object(
  {
    token: Type.Optional(Type.String({ maxLength: 2_000, description: 'The token of an earlier session.' })),
    identity: Type.Optional(
      Type.String({ maxLength: 8_000, description: 'A JWT (HS256) signed by the shop; see docs/channels/chat.md.' }),
    ),
    language: Type.Optional(LanguageTag),
  },
  { additionalProperties: false },
)
export type WidgetSessionRequest = Static<typeof WidgetSessionRequest>

export const WidgetSessionBody = Type.Object({
  token: Type.String({ description: 'Keep it; it is this visitor.' }),
  isNew: Type.Boolean({ description: 'true: the token is not the one that was sent; forget what was kept for that.' }),
  config: WidgetConfigBody,
  customer: Type.Object({
    name: Nullable(Type.String()),
    isIdentified: Type.Boolean(),
    hasEmail: Type.Boolean({ description: 'Whether an answer can reach them when the page is closed.' }),
  }),
  team: Type.Object({ isOnline: Type.Boolean(), members: Type.Array(Type.Object({ name: Type.String() })) }),
  threads: Type.Array(WidgetThreadBody, { description: 'Newest first, at most 20.' }),
})
export type WidgetSessionBody = Static<typeof WidgetSessionBody>

/** What a visitor said of themselves and their matter before they asked. What does not make sense is left out, never refused. */
export const PreChatAnswers = Type.Object(
  {
    name: Type.Optional(Line(120)),
    email: Type.Optional(Line(254)),
    order: Type.Optional(Line(60)),
    topic: Type.Optional(Line(60)),
  },
  { additionalProperties: false },
)
export type PreChatAnswers = Static<typeof PreChatAnswers>

/** A transcript, or a link to go on elsewhere. Without an address it goes to the one the visitor has left. */
export const VisitorMailRequest = Type.Object(
  { email: Type.Optional(EmailAddress), language: Type.Optional(LanguageTag) },
  { additionalProperties: false },
)
export type VisitorMailRequest = Static<typeof VisitorMailRequest>

export const VisitorMailBody = Type.Object({
  address: Type.String({ description: 'Where it goes; one that was left earlier is told in part only.' }),
})
export type VisitorMailBody = Static<typeof VisitorMailBody>

export const ContinuationRequest = Type.Object(
  {
    link: Type.String({ maxLength: 200, description: 'The last part of a mailed link.' }),
    token: Type.Optional(Type.String({ maxLength: 2_000, description: 'The token of an earlier session here.' })),
  },
  { additionalProperties: false },
)
export const ContinuationBody = Type.Object({
  token: Type.String({ description: 'Keep it; it is this visitor.' }),
  threadId: Id,
})
export type ContinuationBody = Static<typeof ContinuationBody>

export const WidgetUnreadBody = Type.Object({ unreadCount: Type.Integer() })
export type WidgetUnreadBody = Static<typeof WidgetUnreadBody>

export const VisitContext = Type.Object(
  {
    url: Type.Optional(Line(2_000)),
    title: Type.Optional(Line(300)),
    referrer: Type.Optional(Line(2_000)),
    language: Type.Optional(LanguageTag),
    page: Type.Optional(
      Type.Object(
        {
          kind: Type.Optional(Line(40)),
          sku: Type.Optional(Line(100)),
          name: Type.Optional(Line(300)),
          price: Type.Optional(Type.Number()),
          currency: Type.Optional(Line(3)),
        },
        { additionalProperties: false },
      ),
    ),
    cart: Type.Optional(
      Type.Object(
        {
          items: Type.Array(
            Type.Object(
              { sku: Line(100), name: Line(300), quantity: Type.Number(), unitPrice: Type.Number() },
              { additionalProperties: false },
            ),
            { maxItems: 100 },
          ),
          total: Type.Number(),
          currency: Line(3),
        },
        { additionalProperties: false },
      ),
    ),
    order: Type.Optional(Type.Object({ number: Line(60) }, { additionalProperties: false })),
    consent: Type.Optional(
      Type.Boolean({
        description: 'What the visitor said to being seen; false: forget what is known. Left out: was not asked.',
      }),
    ),
  },
  { additionalProperties: false, description: 'What the shop page tells about itself. Nothing personal.' },
)
export type VisitContext = Static<typeof VisitContext>

/**
 * The page's calls: `infolett('open')`, `infolett('close')`, `infolett('identify', jwt)`, `infolett('logout')`,
 * `infolett('context', { page, cart, order })`, `infolett('consent', true)`, `infolett('on', event, listener)`,
 * `infolett('off', event, listener)`.
 */
export type WidgetCall =
  | ['open']
  | ['close']
  | ['identify', string]
  | ['logout']
  | ['context', Pick<VisitContext, 'page' | 'cart' | 'order'>]
  | ['consent', boolean]
  | ['on', WidgetPageEvent['type'], (event: WidgetPageEvent) => void]
  | ['off', WidgetPageEvent['type'], (event: WidgetPageEvent) => void]

/** What a page can listen to. Message texts are not handed out. */
export type WidgetPageEvent =
  | { type: 'opened' }
  | { type: 'closed' }
  | { type: 'sent'; threadId: Id }
  | { type: 'answered'; threadId: Id }
  | { type: 'unread'; count: number }
