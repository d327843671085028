import { type Static, Type } from 'typebox'
import { ChannelKind } from './conversations.ts'
import { Id, Instant, LanguageTag, Line, Nullable, Text } from './primitives.ts'

/** Pixels of CSS from an edge of the page. */
const Offset = Type.Integer({ minimum: 0, maximum: 300 })

const Asked = Type.Union([Type.Literal('no'), Type.Literal('optional'), Type.Literal('required')])

/** What a visitor is asked before the first message. */
export const PreChat = Type.Object(
  {
    name: Type.Optional(Asked),
    email: Type.Optional(Asked),
    order: Type.Optional(Asked),
    topic: Type.Optional(Asked),
    topics: Type.Optional(Type.Array(Line(60), { maxItems: 12, description: 'To choose from; none: not asked.' })),
  },
  { additionalProperties: false },
)
export type PreChat = Static<typeof PreChat>

/** Whether the team may see what a visitor looks at: always, once the visitor has agreed (`infolett('consent', true)`), never. */
export const VisitConsent = Type.Union([Type.Literal('always'), Type.Literal('with-consent'), Type.Literal('never')])
export type VisitConsent = Static<typeof VisitConsent>

export const ChatSettings = Type.Object(
  {
    language: Type.Optional(LanguageTag),
    greeting: Type.Optional(Nullable(Text(500))),
    greetings: Type.Optional(Type.Record(LanguageTag, Text(500), { description: 'By language; before `greeting`.' })),
    /** By language; who reads another language gets the chat window's own words. */
    launcherLabels: Type.Optional(Type.Record(LanguageTag, Line(40))),
    side: Type.Optional(Type.Union([Type.Literal('left'), Type.Literal('right')])),
    offsetX: Type.Optional(Offset),
    offsetY: Type.Optional(Offset),
    preChat: Type.Optional(PreChat),
    visitConsent: Type.Optional(VisitConsent),
    accent: Type.Optional(Nullable(Type.String({ pattern: '^#[0-9a-fA-F]{6}$', description: 'CSS hex colour.' }))),
    allowedOrigins: Type.Optional(
      Type.Array(Type.String({ pattern: '^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?$', maxLength: 300 }), {
        maxItems: 50,
        description: 'Pages that may show this chat window, for example https://shop.example; empty: any.',
      }),
    ),
  },
  { additionalProperties: false },
)
export type ChatSettings = Static<typeof ChatSettings>

/** How the mailbox of a channel is doing, in short; its own page tells more. */
export const ChannelMailboxBody = Type.Object({
  address: Type.String(),
  pausedAt: Nullable(Instant),
  failingSince: Nullable(Instant),
  failure: Nullable(Type.String({ description: 'Of reading, of sending, or of both.' })),
  isReadingFailing: Type.Boolean(),
  checkedAt: Nullable(Instant),
  lastMailAt: Nullable(Instant),
  consentExpiresAt: Nullable(Instant),
})
export type ChannelMailboxBody = Static<typeof ChannelMailboxBody>

export const ChannelBody = Type.Object({
  id: Id,
  kind: ChannelKind,
  name: Line(80),
  key: Nullable(Type.String({ description: 'Public; it names the channel in the script tag.' })),
  settings: ChatSettings,
  mailbox: Nullable(ChannelMailboxBody),
  createdAt: Instant,
})
export type ChannelBody = Static<typeof ChannelBody>
