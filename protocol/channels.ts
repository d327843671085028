import { type Static, Type } from 'typebox'
import { ChannelKind } from './conversations.ts'
import { Id, Instant, LanguageTag, Line, Nullable, Text } from './primitives.ts'

export const ChatSettings = Type.Object(
  {
    language: Type.Optional(LanguageTag),
    greeting: Type.Optional(Nullable(Text(500))),
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
  failure: Nullable(Type.String()),
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
