import { createHmac } from 'node:crypto'
import { passkey } from '@better-auth/passkey'
import { betterAuth } from 'better-auth'
import { isAPIError } from 'better-auth/api'
import { parseCookies } from 'better-auth/cookies'
import { magicLink, twoFactor } from 'better-auth/plugins'
import { v7 } from 'uuid'
import type { Database } from '#platform/database/database.ts'
import type { Log } from '#platform/log.ts'
import { hashToken, isSame, makeToken, type Secrets } from '#platform/secrets.ts'

/** Shorter ones are refused wherever a password is chosen. */
export const MIN_PASSWORD_LENGTH = 10
export const MAX_PASSWORD_LENGTH = 128

const DAY_SECONDS = 24 * 60 * 60
const SESSION_SECONDS = 30 * DAY_SECONDS
const SIGN_IN_LINK_SECONDS = DAY_SECONDS

/** The header by which `handle` is told who asks; whatever a client sends under this name is dropped. */
export const ADDRESS_HEADER = 'x-infolett-address'

type SignInOptions = { db: Database; secrets: Pick<Secrets, 'signIn'>; url: () => string; log: Log }

export type SignIn = ReturnType<typeof createSignIn>

/** How people sign in: better-auth on our tables. `url` is where they reach us, which may be known only after listening. */
export function createSignIn({ db, secrets, url, log }: SignInOptions) {
  const known = new Map<string, ReturnType<typeof configure>>()
  const auth = () => {
    const base = url()
    const made = known.get(base) ?? configure({ db, secret: secrets.signIn, url: base, log })
    known.set(base, made)
    return made
  }
  return {
    url,
    /** Answers a request to one of better-auth's endpoints. */
    handle: (request: Request): Promise<Response> => auth().handler(request),

    isOwnOrigin: (origin: string): boolean => ownOrigins(url()).includes(origin),

    /** The session's token, when the cookie was signed by us; whether the session still stands, the database knows. */
    findSessionToken(cookies: string | undefined): string | undefined {
      if (!cookies) return undefined
      const prefix = isSecure(url()) ? '__Secure-' : ''
      const value = parseCookies(cookies).get(`${prefix}infolett.session_token`)
      const dot = value?.lastIndexOf('.') ?? -1
      if (!value || dot < 1) return undefined
      const token = value.slice(0, dot)
      const mac = createHmac('sha256', secrets.signIn).update(token).digest('base64')
      return isSame(mac, value.slice(dot + 1)) ? token : undefined
    },

    /** Keeps an active person signed in: the cookies to set, if any. A session ends 30 days after it was last prolonged. */
    async prolongSession(headers: Headers): Promise<string[]> {
      const prolonged = await auth().api.getSession({ headers, returnHeaders: true })
      return prolonged.headers.getSetCookie()
    },

    /** The cookies of a new session. The caller has just made this account, so nothing but the password can be asked. */
    async signIn(email: string, password: string, headers: Headers): Promise<string[]> {
      const signedIn = await auth().api.signInEmail({ body: { email, password }, headers, returnHeaders: true })
      return signedIn.headers.getSetCookie()
    },

    /** A link that signs this person in once, within 24 hours. */
    async createSignInLink(email: string): Promise<string> {
      const { token } = makeToken()
      const { internalAdapter } = await auth().$context
      await internalAdapter.createVerificationValue({
        identifier: hashLinkToken(token),
        value: JSON.stringify({ email }),
        expiresAt: new Date(Date.now() + SIGN_IN_LINK_SECONDS * 1000),
      })
      const link = new URL('/api/auth/magic-link/verify', url())
      link.searchParams.set('token', token)
      link.searchParams.set('callbackURL', '/desk')
      return link.href
    },

    /** @throws SchemaMismatchError when our tables lack what better-auth writes */
    async checkTables(): Promise<void> {
      const { checkSchema } = await auth().$context
      await checkSchema?.()
    },
  }
}

const hashLinkToken = (token: string): string => hashToken(token).toString('base64url')

const isSecure = (url: string): boolean => url.startsWith('https:')

/** This machine has two names, and browsers take them for two places. */
function ownOrigins(url: string): string[] {
  const { origin, protocol, hostname, port } = new URL(url)
  if (hostname !== 'localhost' && hostname !== '127.0.0.1') return [origin]
  return ['localhost', '127.0.0.1'].map((name) => `${protocol}//${name}${port && `:${port}`}`)
}

function configure({ db, secret, url, log }: { db: Database; secret: string; url: string; log: Log }) {
  return betterAuth({
    appName: 'Infolett',
    baseURL: url,
    basePath: '/api/auth',
    secret,
    database: { db, type: 'postgres', transaction: true },
    trustedOrigins: ownOrigins(url),
    telemetry: { enabled: false },
    // Mostly wrong passwords. What matters is thrown below; arguments, which may name people, are dropped.
    logger: { level: 'warn', log: (_level, message) => log.debug(`better-auth: ${message}`) },
    // What is not an answer to the asker is thrown to our own handler.
    onAPIError: { onError: throwUnlessAnswer },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: MIN_PASSWORD_LENGTH,
      maxPasswordLength: MAX_PASSWORD_LENGTH,
    },
    user: { modelName: 'users' },
    account: { modelName: 'accounts' },
    verification: { modelName: 'verifications' },
    session: { modelName: 'sessions', expiresIn: SESSION_SECONDS, updateAge: DAY_SECONDS },
    rateLimit: {
      enabled: true,
      storage: 'memory',
      window: 60,
      max: 100,
      // A shop's team often shares one address.
      customRules: { '/sign-in/email': { window: 60, max: 30 }, '/change-password': { window: 60, max: 10 } },
    },
    advanced: {
      cookiePrefix: 'infolett',
      useSecureCookies: isSecure(url),
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ipAddress: { ipAddressHeaders: [ADDRESS_HEADER] },
      database: { generateId: () => v7() },
    },
    plugins: [
      twoFactor({ issuer: 'Infolett', twoFactorTable: 'twoFactors' }),
      passkey({
        rpName: 'Infolett',
        rpID: new URL(url).hostname,
        origin: ownOrigins(url),
        schema: { passkey: { modelName: 'passkeys', fields: { credentialID: 'credentialId' } } },
      }),
      magicLink({
        disableSignUp: true,
        storeToken: { type: 'custom-hasher', hash: async (token) => hashLinkToken(token) },
        rateLimit: { window: 60, max: 30 },
        // Nobody can ask for a link from outside; `createSignInLink` makes them.
        sendMagicLink: () => {
          throw new Error('Sign-in links are not sent.')
        },
      }),
    ],
  })
}

function throwUnlessAnswer(error: unknown): void {
  if (!isAPIError(error)) throw error
}
