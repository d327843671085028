import { createHash } from 'node:crypto'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Secrets } from '#platform/secrets.ts'
import type { MailProvider } from '#protocol/email.ts'

/** Tokens for a mailbox whose owner agreed that we read and send for them (RFC 6749). */
export type Consent = { accessToken: string; refreshToken: string; expiresAt: string }
/** `consentExpiresAt`: when a person has to do something, unless it is renewed before. */
export type Granted = Consent & { consentExpiresAt: Date | null }
/** Nothing helps but a person; the sentence says what they can do. */
export type Refused = { refused: string }

/** An application registered with a provider, and where that provider is asked. */
export type Registration = {
  called: 'Google' | 'Microsoft'
  clientId: string
  clientSecret: string | undefined
  /** When the client secret ends and a new one has to be made. */
  secretExpiresAt: Date | null
  authorizeUrl: string
  tokenUrl: string
  scopes: string[]
  /** What the provider wants to be told beyond RFC 6749, so that it hands out a refresh token. */
  extras: Record<string, string>
  /** How long an unused refresh token lives when the provider does not say so itself. */
  idleDays: number | null
}
export type Registrations = Partial<Record<MailProvider, Registration>>

export type Consents = {
  findRegistration(provider: MailProvider): Registration | undefined
  /** Where the browser goes to agree; `state` comes back to us. `pkceSeed` must be the same in `grant`. */
  urlFor(provider: MailProvider, options: { state: string; pkceSeed: string; address: string }): string
  /** What the code is good for. @throws Error when the provider cannot be reached */
  grant(provider: MailProvider, options: { code: string; pkceSeed: string }): Promise<Granted | Refused>
  /** New tokens for old. @throws Error when the provider cannot be reached */
  renew(provider: MailProvider, consent: Consent): Promise<Granted | Refused>
}

const PATIENCE_MILLISECONDS = 15_000
const DAY_SECONDS = 24 * 60 * 60

type Tools = { registrations: Registrations; secrets: Pick<Secrets, 'sign'>; redirectUrl: () => string }

export function createConsents({ registrations, secrets, redirectUrl }: Tools): Consents {
  // Drawn from what only we know, so that nothing has to be kept until the browser comes back (RFC 7636).
  const verifierOf = (pkceSeed: string) => secrets.sign('mail-consent-pkce', pkceSeed)
  const findRegistration = (provider: MailProvider) => registrations[provider]
  return {
    findRegistration,
    urlFor(provider, { state, pkceSeed, address }) {
      const registration = need(findRegistration(provider), provider)
      const url = new URL(registration.authorizeUrl)
      const query = {
        response_type: 'code',
        client_id: registration.clientId,
        redirect_uri: redirectUrl(),
        scope: registration.scopes.join(' '),
        state,
        login_hint: address,
        code_challenge: createHash('sha256').update(verifierOf(pkceSeed)).digest('base64url'),
        code_challenge_method: 'S256',
        ...registration.extras,
      }
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
      return url.href
    },
    async grant(provider, { code, pkceSeed }) {
      const registration = need(findRegistration(provider), provider)
      const answer = await ask(registration, {
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUrl(),
        code_verifier: verifierOf(pkceSeed),
      })
      if ('refused' in answer) return answer
      if (answer.refresh_token) return toGranted(registration, answer, answer.refresh_token)
      return {
        refused: `${registration.called} agreed for an hour only. Remove Infolett from the account’s connected applications and sign in again.`,
      }
    },
    async renew(provider, { refreshToken }) {
      const registration = findRegistration(provider)
      if (!registration) return { refused: `This server is no longer registered with ${provider}. Ask its operator.` }
      const answer = await ask(registration, { grant_type: 'refresh_token', refresh_token: refreshToken })
      if ('refused' in answer) return answer
      // Google lets the first one stand; Microsoft gives a new one each time.
      return toGranted(registration, answer, answer.refresh_token ?? refreshToken)
    },
  }
}

function need(registration: Registration | undefined, provider: MailProvider): Registration {
  if (registration) return registration
  throw new Error(`This server is not registered with ${provider}.`)
}

const Tokens = Type.Object({
  access_token: Type.String({ minLength: 1 }),
  expires_in: Type.Number(),
  refresh_token: Type.Optional(Type.String({ minLength: 1 })),
  refresh_token_expires_in: Type.Optional(Type.Number()),
})
type Tokens = Type.Static<typeof Tokens>
const TokenError = Type.Object({ error: Type.String(), error_description: Type.Optional(Type.String()) })

async function ask(registration: Registration, parameters: Record<string, string>): Promise<Tokens | Refused> {
  const { called, clientId, clientSecret, tokenUrl } = registration
  const body = new URLSearchParams({ ...parameters, client_id: clientId })
  if (clientSecret) body.set('client_secret', clientSecret)
  const answer = await fetch(tokenUrl, {
    method: 'POST',
    body,
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MILLISECONDS),
  }).catch((cause) => {
    throw new Error(`${called} cannot be reached to renew the sign-in.`, { cause })
  })
  const content: unknown = await answer.json().catch(() => undefined)
  if (answer.ok && Value.Check(Tokens, content)) return content
  const failed = Value.Check(TokenError, content) ? content : undefined
  // It is the request that is wrong, and asking again will not mend it; all else passes.
  if (failed && answer.status >= 400 && answer.status < 500 && answer.status !== 429)
    return { refused: explainRefusal(called, failed.error, failed.error_description ?? '') }
  throw new Error(`${called} answered ${answer.status} when asked to renew the sign-in.`)
}

/** RFC 6749 §5.2; Microsoft adds AADSTS numbers, which tell more. */
function explainRefusal(called: string, error: string, description: string): string {
  if (description.includes('AADSTS7000222'))
    return 'The client secret of this server’s Microsoft registration has ended. Its operator makes a new one and sets INFOLETT_MICROSOFT_CLIENT_SECRET.'
  if (error === 'invalid_client' || error === 'unauthorized_client')
    return `${called} does not accept this server’s registration: its client id or secret is wrong or has ended. Ask the operator.`
  if (error === 'consent_required' || description.includes('AADSTS65001'))
    return `${called} wants an administrator of your organisation to allow this first. Then sign in again.`
  if (error === 'interaction_required')
    return `${called} wants to ask its user something, such as a second factor. Please sign in again.`
  return `${called} no longer accepts the sign-in: it was withdrawn, has ended, or the password was changed. Please sign in again.`
}

function toGranted({ idleDays, secretExpiresAt }: Registration, tokens: Tokens, refreshToken: string): Granted {
  const now = Date.now()
  const idleSeconds = tokens.refresh_token_expires_in ?? (idleDays === null ? null : idleDays * DAY_SECONDS)
  const ends = [secretExpiresAt, idleSeconds === null ? null : new Date(now + idleSeconds * 1_000)]
  const [first = null] = ends.filter((end) => end !== null).toSorted((one, other) => one.getTime() - other.getTime())
  return {
    accessToken: tokens.access_token,
    refreshToken,
    expiresAt: new Date(now + tokens.expires_in * 1_000).toISOString(),
    consentExpiresAt: first,
  }
}
