import { type Static, Type } from 'typebox'
import { EmailAddress, Id, Instant, LanguageTag, Line, Nullable, Text } from './primitives.ts'

const Host = Type.String({ pattern: '^[A-Za-z0-9.-]+$', minLength: 1, maxLength: 253 })
const Port = Type.Integer({ minimum: 1, maximum: 65_535 })
/** tls: from the first byte (993, 465). starttls: after greeting (143, 587). */
const Security = Type.Union([Type.Literal('tls'), Type.Literal('starttls')])

export const MailServer = Type.Object(
  {
    host: Host,
    port: Port,
    security: Security,
    user: Line(254),
    certificateAuthority: Type.Optional(
      Nullable(
        Type.String({ maxLength: 20_000, description: 'PEM, when the server’s certificate is privately signed.' }),
      ),
    ),
  },
  { additionalProperties: false },
)
export type MailServer = Static<typeof MailServer>

export const MailProvider = Type.Union([
  Type.Literal('zone'),
  Type.Literal('veebimajutus'),
  Type.Literal('telia'),
  Type.Literal('gmail'),
  Type.Literal('microsoft365'),
  Type.Literal('icloud'),
  Type.Literal('other'),
])
export type MailProvider = Static<typeof MailProvider>

/** One text a language; the workspace's language stands in for those left out. */
const TextByLanguage = Type.Record(LanguageTag, Text(2_000))

export const EmailSettings = Type.Object(
  {
    provider: MailProvider,
    senderName: Type.Optional(Nullable(Line(120))),
    /** password: for both servers. oauth: XOAUTH2 (Gmail, Microsoft 365). */
    signIn: Type.Union([Type.Literal('password'), Type.Literal('oauth')]),
    imap: Nullable(MailServer),
    smtp: Nullable(MailServer),
    folders: Type.Array(Line(255), { maxItems: 20, description: 'Read as the inbox is; INBOX when empty.' }),
    junkFolder: Type.Optional(Nullable(Line(255))),
    sentFolder: Type.Optional(Nullable(Line(255))),
    /** How far back the first reading goes; null: only what comes from now on. */
    importSince: Type.Optional(Nullable(Instant)),
    hasPlusAddresses: Type.Optional(Type.Boolean({ description: 'Whether name+anything@ reaches this mailbox.' })),
    reopenDays: Type.Optional(
      Nullable(
        Type.Integer({
          minimum: 0,
          maximum: 3_650,
          description: 'An answer to a conversation closed longer ago begins a new one; null: never.',
        }),
      ),
    ),
    signature: Type.Optional(Nullable(Text(2_000))),
    quotesHistory: Type.Optional(Type.Boolean()),
    acknowledges: Type.Optional(Type.Boolean({ description: 'Whether a new conversation is acknowledged by mail.' })),
    repliesOutOfHours: Type.Optional(Type.Boolean()),
    acknowledgement: Type.Optional(TextByLanguage),
    outOfHours: Type.Optional(TextByLanguage),
  },
  { additionalProperties: false },
)
export type EmailSettings = Static<typeof EmailSettings>

/** A sign-in that ends sooner is warned of. */
export const CONSENT_WARNING_DAYS = 30

/** How a mailbox is doing. */
export const MailboxBody = Type.Object({
  channelId: Id,
  name: Line(80),
  address: EmailAddress,
  settings: EmailSettings,
  hasPassword: Type.Boolean(),
  hasConsent: Type.Boolean({ description: 'OAuth: whether somebody has signed in for it.' }),
  forwardAddress: Nullable(
    Type.String({ description: 'Where a shop may forward its mail; null: this server receives none.' }),
  ),
  connectedAt: Instant,
  pausedAt: Nullable(Instant),
  checkedAt: Nullable(Instant),
  lastMailAt: Nullable(Instant),
  failingSince: Nullable(Instant),
  failure: Nullable(Type.String()),
  consentExpiresAt: Nullable(Instant),
  reconciledAt: Nullable(Instant),
  waitingCount: Type.Integer({ description: 'Mails kept but not understood yet.' }),
  failedCount: Type.Integer({ description: 'Mails kept that could not be understood.' }),
  receivedCount: Type.Integer(),
  nothingLostSince: Nullable(Instant),
  folders: Type.Array(
    Type.Object({
      path: Type.String(),
      uidValidity: Type.Integer(),
      lastUid: Type.Integer(),
      reconciledAt: Nullable(Instant),
    }),
  ),
})
export type MailboxBody = Static<typeof MailboxBody>

/** Who keeps a mailbox, and settings that are ready to be tried. */
export const MailServerGuess = Type.Object({
  name: Type.String({ description: 'What the provider is called; the domain when nobody is known.' }),
  isCertain: Type.Boolean({ description: 'Whether the servers are known; else their names are only likely.' }),
  settings: EmailSettings,
  takesPasswords: Type.Boolean(),
  signsInWith: Nullable(
    Type.String({ description: '“Google” or “Microsoft”, when this server is registered there; else null.' }),
  ),
  passwordHint: Nullable(Type.Object({ text: Type.String(), url: Nullable(Type.String()) })),
})
export type MailServerGuess = Static<typeof MailServerGuess>

/** What is in the way, in words, and what one can do about it. */
const TestProblem = { problem: Nullable(Type.String()), advice: Nullable(Type.String()) }

/** How reading and sending went when they were tried. */
export const MailboxTestBody = Type.Object({
  incoming: Nullable(
    Type.Object({
      ok: Type.Boolean(),
      ...TestProblem,
      hasIdle: Type.Boolean({ description: 'Whether new mail is told at once; else it is asked for again and again.' }),
      folders: Type.Array(
        Type.Object({
          path: Type.String(),
          use: Nullable(
            Type.Union([Type.Literal('inbox'), Type.Literal('sent'), Type.Literal('junk'), Type.Literal('other')]),
          ),
        }),
      ),
    }),
  ),
  outgoing: Nullable(Type.Object({ ok: Type.Boolean(), ...TestProblem })),
})
export type MailboxTestBody = Static<typeof MailboxTestBody>

/** A mail that was kept but could not be understood. */
export const FailedMailBody = Type.Object({
  id: Id,
  arrivedAt: Instant,
  bytes: Type.Integer(),
  attempts: Type.Integer(),
  failure: Type.String(),
})
export type FailedMailBody = Static<typeof FailedMailBody>
