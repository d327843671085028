import { isIP } from 'node:net'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'

/** Everything that can be set, from the environment; `npx infolett settings` prints this table. */
export const SettingsSchema = Type.Object({
  INFOLETT_DATA: Type.String({
    default: 'data',
    description: 'Folder for the embedded database, files and the secret.',
  }),
  INFOLETT_HOST: Type.String({ default: '127.0.0.1', description: 'Address to listen on.' }),
  INFOLETT_PORT: Type.Integer({
    default: 4000,
    minimum: 0,
    maximum: 65_535,
    description: 'Port to listen on; 0: any free one.',
  }),
  INFOLETT_URL: Type.Optional(
    Type.String({
      pattern: '^https?://[^/\\s]+$',
      examples: ['https://help.shop.example'],
      description:
        'Where people reach this server, without a path, for example https://help.shop.example. Default: http://localhost:PORT.',
    }),
  ),
  DATABASE_URL: Type.Optional(
    Type.String({
      pattern: '^postgres(ql)?://',
      examples: ['postgresql://user:password@host:5432/database'],
      description: 'Your own PostgreSQL 18; without it one is run in the data folder.',
    }),
  ),
  INFOLETT_DATABASE_CONNECTIONS: Type.Integer({
    default: 10,
    minimum: 2,
    maximum: 500,
    description: 'Most connections to the database.',
  }),
  INFOLETT_SECRET: Type.Optional(
    Type.String({
      minLength: 32,
      description:
        'Signs sessions and encrypts secrets. Default: made once and kept in the data folder. All servers of one database share it.',
    }),
  ),
  INFOLETT_DEMO: Type.Optional(
    Type.Boolean({
      description: 'Whether to make the demo workspace and shop. Default: only with the embedded database.',
    }),
  ),
  INFOLETT_TRUST_PROXY: Type.Boolean({
    default: false,
    description: 'true behind a reverse proxy that sets X-Forwarded-For and X-Forwarded-Proto.',
  }),
  INFOLETT_LOG: Type.Union(
    [
      Type.Literal('trace'),
      Type.Literal('debug'),
      Type.Literal('info'),
      Type.Literal('warn'),
      Type.Literal('error'),
      Type.Literal('silent'),
    ],
    {
      default: 'info',
      description: 'Least important log line to write: trace, debug, info, warn, error or silent.',
    },
  ),
  INFOLETT_MAIL_PORT: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 65_535,
      description: 'Port on which mail is received by SMTP, mostly 25; 0: any free one. Without it none is received.',
    }),
  ),
  INFOLETT_MAIL_HOST: Type.Optional(
    Type.String({ description: 'Address to receive mail on, for example 0.0.0.0. Default: as INFOLETT_HOST.' }),
  ),
  INFOLETT_MAIL_DOMAIN: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*$',
      examples: ['mail.help.shop.example'],
      description: 'What the addresses end in to which shops forward their mail. Default: the name in INFOLETT_URL.',
    }),
  ),
  INFOLETT_MAIL_MAX_BYTES: Type.Integer({
    default: 52_428_800,
    minimum: 1_000,
    description: 'Largest mail received by SMTP.',
  }),
  INFOLETT_MAIL_PER_MINUTE: Type.Integer({
    default: 600,
    minimum: 1,
    description: 'Most mails that one address may hand over by SMTP a minute.',
  }),
  INFOLETT_MAIL_CERTIFICATE: Type.Optional(
    Type.String({ description: 'File with the certificate chain (PEM) for STARTTLS. Default: one made by ourselves.' }),
  ),
  INFOLETT_MAIL_KEY: Type.Optional(Type.String({ description: 'File with the key to it (PEM).' })),
  INFOLETT_PRIVATE_MAIL_SERVERS: Type.Optional(
    Type.Boolean({
      description:
        'Whether mailboxes may lie on this machine or in its private network. Default: only when INFOLETT_URL is no public https address.',
    }),
  ),
  INFOLETT_GOOGLE_CLIENT_ID: Type.Optional(
    Type.String({ description: 'Registration with Google, for signing in to Gmail mailboxes.' }),
  ),
  INFOLETT_GOOGLE_CLIENT_SECRET: Type.Optional(Type.String({ description: 'Its client secret.' })),
  INFOLETT_GOOGLE_SIGN_IN_URL: Type.Optional(
    Type.String({
      pattern: '^https?://[^/\\s]+$',
      examples: ['https://accounts.example'],
      description: 'Asked instead of Google, for tests.',
    }),
  ),
  INFOLETT_MICROSOFT_CLIENT_ID: Type.Optional(
    Type.String({ description: 'Registration with Microsoft Entra, for signing in to Microsoft 365 mailboxes.' }),
  ),
  INFOLETT_MICROSOFT_CLIENT_SECRET: Type.Optional(Type.String({ description: 'Its client secret.' })),
  INFOLETT_MICROSOFT_SECRET_EXPIRES: Type.Optional(
    Type.String({
      pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$',
      examples: ['2027-03-31'],
      description: 'When that secret ends; the desk warns 30 days before.',
    }),
  ),
  INFOLETT_MICROSOFT_TENANT: Type.String({
    default: 'common',
    pattern: '^[A-Za-z0-9.-]+$',
    examples: ['shop.onmicrosoft.com'],
    description: 'Whose mailboxes: a directory’s id or domain, `common` or `organizations`.',
  }),
  INFOLETT_MICROSOFT_SIGN_IN_URL: Type.String({
    default: 'https://login.microsoftonline.com',
    pattern: '^https?://[^/\\s]+$',
    examples: ['https://login.microsoftonline.us'],
    description: 'Where Microsoft is asked; national clouds have their own.',
  }),
  INFOLETT_METRICS_TOKEN: Type.Optional(
    Type.String({
      minLength: 16,
      description: 'Bearer token for /metrics; without it only this machine may read them.',
    }),
  ),
  INFOLETT_REQUESTS_PER_MINUTE: Type.Integer({
    default: 3_000,
    minimum: 1,
    description: 'Most API requests of one address a minute.',
  }),
  INFOLETT_SOCKETS_PER_ADDRESS: Type.Integer({
    default: 200,
    minimum: 1,
    description: 'Most open sockets of one address.',
  }),
})

type Declared = Static<typeof SettingsSchema>

export type Settings = {
  dataFolder: string
  host: string
  port: number
  url: string | undefined
  databaseUrl: string | undefined
  databaseConnections: number
  secret: string | undefined
  wantsDemo: boolean
  trustProxy: boolean
  logLevel: Declared['INFOLETT_LOG']
  metricsToken: string | undefined
  allowsPrivateMailServers: boolean
  google: { clientId: string; clientSecret: string | undefined; signInUrl: string | undefined } | undefined
  microsoft:
    | {
        clientId: string
        clientSecret: string | undefined
        secretExpiresAt: Date | null
        tenant: string
        signInUrl: string
      }
    | undefined
  /** How mail is received by SMTP; undefined: not at all. */
  mail: MailSettings | undefined
  requestsPerMinute: number
  socketsPerAddress: number
  jobConcurrency: number
}

export type MailSettings = {
  host: string
  port: number
  domain: string
  maxBytes: number
  mailsPerMinute: number
  /** Files; without them a certificate is made. */
  certificate: { chainFile: string; keyFile: string } | undefined
}

/** @throws Error with one sentence naming the setting, what it holds and what it may hold */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const declared = parse(environment)
  return {
    dataFolder: path.resolve(declared.INFOLETT_DATA),
    host: declared.INFOLETT_HOST,
    port: declared.INFOLETT_PORT,
    url: declared.INFOLETT_URL,
    databaseUrl: declared.DATABASE_URL,
    databaseConnections: declared.INFOLETT_DATABASE_CONNECTIONS,
    secret: declared.INFOLETT_SECRET,
    wantsDemo: declared.INFOLETT_DEMO ?? declared.DATABASE_URL === undefined,
    trustProxy: declared.INFOLETT_TRUST_PROXY,
    logLevel: declared.INFOLETT_LOG,
    metricsToken: declared.INFOLETT_METRICS_TOKEN,
    allowsPrivateMailServers: declared.INFOLETT_PRIVATE_MAIL_SERVERS ?? !isPublic(declared.INFOLETT_URL),
    google: readGoogle(declared),
    microsoft: readMicrosoft(declared),
    mail: readMail(declared),
    requestsPerMinute: declared.INFOLETT_REQUESTS_PER_MINUTE,
    socketsPerAddress: declared.INFOLETT_SOCKETS_PER_ADDRESS,
    jobConcurrency: Math.max(2, availableParallelism()),
  }
}

/** Whether people reach it over the open internet, so that strangers may have a workspace here. */
function isPublic(url: string | undefined): boolean {
  if (!url?.startsWith('https://')) return false
  const { hostname } = new URL(url)
  const name = hostname.replace(/\.$/, '')
  return (
    name.includes('.') && isIP(name) === 0 && !/\.(localhost|local|internal|lan|home\.arpa|test|invalid)$/.test(name)
  )
}

function readMail(declared: Declared): MailSettings | undefined {
  const { INFOLETT_MAIL_PORT: port, INFOLETT_MAIL_CERTIFICATE: chainFile, INFOLETT_MAIL_KEY: keyFile } = declared
  if (port === undefined) return undefined
  if (Boolean(chainFile) !== Boolean(keyFile))
    throw new Error(
      'INFOLETT_MAIL_CERTIFICATE and INFOLETT_MAIL_KEY go together: set both or none. See docs/operating.md#settings.',
    )
  const named = declared.INFOLETT_URL ? new URL(declared.INFOLETT_URL).hostname : 'localhost'
  return {
    host: declared.INFOLETT_MAIL_HOST ?? declared.INFOLETT_HOST,
    port,
    domain: (declared.INFOLETT_MAIL_DOMAIN ?? named).toLowerCase(),
    maxBytes: declared.INFOLETT_MAIL_MAX_BYTES,
    mailsPerMinute: declared.INFOLETT_MAIL_PER_MINUTE,
    certificate:
      chainFile && keyFile ? { chainFile: path.resolve(chainFile), keyFile: path.resolve(keyFile) } : undefined,
  }
}

const readGoogle = (declared: Declared): Settings['google'] =>
  declared.INFOLETT_GOOGLE_CLIENT_ID
    ? {
        clientId: declared.INFOLETT_GOOGLE_CLIENT_ID,
        clientSecret: declared.INFOLETT_GOOGLE_CLIENT_SECRET,
        signInUrl: declared.INFOLETT_GOOGLE_SIGN_IN_URL,
      }
    : undefined

const readMicrosoft = (declared: Declared): Settings['microsoft'] =>
  declared.INFOLETT_MICROSOFT_CLIENT_ID
    ? {
        clientId: declared.INFOLETT_MICROSOFT_CLIENT_ID,
        clientSecret: declared.INFOLETT_MICROSOFT_CLIENT_SECRET,
        secretExpiresAt: declared.INFOLETT_MICROSOFT_SECRET_EXPIRES
          ? new Date(declared.INFOLETT_MICROSOFT_SECRET_EXPIRES)
          : null,
        tenant: declared.INFOLETT_MICROSOFT_TENANT,
        signInUrl: declared.INFOLETT_MICROSOFT_SIGN_IN_URL,
      }
    : undefined

function parse(environment: Record<string, string | undefined>): Declared {
  const given = Object.fromEntries(
    Object.keys(SettingsSchema.properties).flatMap((name) => {
      const value = environment[name]?.trim()
      return value ? [[name, value]] : []
    }),
  )
  const settings = Value.Default(SettingsSchema, Value.Convert(SettingsSchema, given))
  if (Value.Check(SettingsSchema, settings)) return settings
  const [error] = Value.Errors(SettingsSchema, settings)
  const wrong = error?.instancePath.slice(1).split('/')[0] ?? ''
  const schema = Object.entries(SettingsSchema.properties).find(([name]) => name === wrong)?.[1] ?? {}
  const value = SECRET.has(wrong) ? 'what it is' : `"${given[wrong]}"`
  throw new Error(`${wrong} cannot be ${value}: it must be ${describeKind(schema)}. See docs/operating.md#settings.`)
}

const SECRET = new Set([
  'INFOLETT_SECRET',
  'INFOLETT_METRICS_TOKEN',
  'INFOLETT_GOOGLE_CLIENT_SECRET',
  'INFOLETT_MICROSOFT_CLIENT_SECRET',
  'DATABASE_URL',
])

type Rules = {
  type?: string
  anyOf?: { const?: unknown }[]
  minimum?: number | bigint
  maximum?: number | bigint
  minLength?: number
  examples?: unknown
}

function describeKind({ type, anyOf, minimum, maximum, minLength, examples }: Rules): string {
  if (anyOf) {
    const words = anyOf.map(({ const: word }) => word)
    return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
  }
  if (type === 'boolean') return 'true or false'
  if (type === 'integer')
    return `a whole number ${maximum ? `from ${minimum} to ${maximum}` : `of at least ${minimum}`}`
  if (minLength) return `at least ${minLength} characters long`
  return Array.isArray(examples) ? `of the form ${examples[0]}` : 'text'
}

/** A Markdown table of everything that can be set. */
export function describeSettings(): string {
  const rows = Object.entries(SettingsSchema.properties).map(([name, schema]) => {
    const standard = 'default' in schema ? `\`${schema.default}\`` : ''
    return `| \`${name}\` | ${standard} | ${'description' in schema ? schema.description : ''} |`
  })
  return ['| setting | default | what it does |', '| --- | --- | --- |', ...rows].join('\n')
}
