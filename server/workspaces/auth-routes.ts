import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { type TObject, type TSchema, Type } from 'typebox'
import type { Access } from './gate.ts'
import { ADDRESS_HEADER, MAX_PASSWORD_LENGTH, type SignIn } from './sign-in.ts'

type Endpoint = {
  method: 'GET' | 'POST'
  path: string
  access: Access
  summary: string
  body?: TSchema
  query?: TObject
}

const Password = Type.String({ maxLength: MAX_PASSWORD_LENGTH })
const Code = Type.String({ minLength: 1, maxLength: 64 })
const PasskeyId = Type.String({ format: 'uuid' })
/** WebAuthn Level 3 §5.1, as JSON; better-auth looks inside. */
const PasskeyResponse = Type.Object({}, { additionalProperties: true })

/** All of better-auth that can be reached from outside. People come by set-up or invitation, never by signing up. */
const endpoints: Endpoint[] = [
  {
    method: 'POST',
    path: '/sign-in/email',
    access: 'public',
    summary: 'Sign in with a password; `twoFactorRedirect` says that a code is to follow.',
    body: Type.Object({
      email: Type.String({ format: 'email', maxLength: 254 }),
      password: Password,
      rememberMe: Type.Optional(Type.Boolean()),
    }),
  },
  {
    method: 'POST',
    path: '/two-factor/verify-totp',
    access: 'public',
    summary: 'Finish signing in, or confirm the second factor, with a code from the authenticator app.',
    body: Type.Object({ code: Code, trustDevice: Type.Optional(Type.Boolean()) }),
  },
  {
    method: 'POST',
    path: '/two-factor/verify-backup-code',
    access: 'public',
    summary: 'Finish signing in with a backup code, which works once.',
    body: Type.Object({ code: Code, trustDevice: Type.Optional(Type.Boolean()) }),
  },
  {
    method: 'POST',
    path: '/two-factor/enable',
    access: 'user',
    summary: 'Begin with a second factor: the TOTP address and backup codes, shown once.',
    body: Type.Object({ password: Password }),
  },
  {
    method: 'POST',
    path: '/two-factor/disable',
    access: 'user',
    summary: 'Sign in without a second factor again.',
    body: Type.Object({ password: Password }),
  },
  {
    method: 'POST',
    path: '/two-factor/generate-backup-codes',
    access: 'user',
    summary: 'New backup codes instead of the old ones.',
    body: Type.Object({ password: Password }),
  },
  {
    method: 'GET',
    path: '/passkey/generate-authenticate-options',
    access: 'public',
    summary: 'Begin to sign in with a passkey.',
  },
  {
    method: 'POST',
    path: '/passkey/verify-authentication',
    access: 'public',
    summary: 'Sign in with a passkey.',
    body: Type.Object({ response: PasskeyResponse }),
  },
  {
    method: 'GET',
    path: '/passkey/generate-register-options',
    access: 'user',
    summary: 'Begin to add a passkey.',
    query: Type.Object({
      name: Type.Optional(Type.String({ maxLength: 120 })),
      authenticatorAttachment: Type.Optional(Type.Union([Type.Literal('platform'), Type.Literal('cross-platform')])),
    }),
  },
  {
    method: 'POST',
    path: '/passkey/verify-registration',
    access: 'user',
    summary: 'Add a passkey.',
    body: Type.Object({ response: PasskeyResponse, name: Type.Optional(Type.String({ maxLength: 120 })) }),
  },
  { method: 'GET', path: '/passkey/list-user-passkeys', access: 'user', summary: 'Your passkeys.' },
  {
    method: 'POST',
    path: '/passkey/update-passkey',
    access: 'user',
    summary: 'Rename a passkey.',
    body: Type.Object({ id: PasskeyId, name: Type.String({ minLength: 1, maxLength: 120 }) }),
  },
  {
    method: 'POST',
    path: '/passkey/delete-passkey',
    access: 'user',
    summary: 'Remove a passkey.',
    body: Type.Object({ id: PasskeyId }),
  },
  { method: 'POST', path: '/sign-out', access: 'public', summary: 'End this session.' },
  {
    method: 'POST',
    path: '/change-password',
    access: 'user',
    summary: 'Choose a new password.',
    body: Type.Object({
      currentPassword: Password,
      newPassword: Password,
      revokeOtherSessions: Type.Optional(Type.Boolean()),
    }),
  },
  { method: 'GET', path: '/get-session', access: 'user', summary: 'This session.' },
  { method: 'GET', path: '/list-sessions', access: 'user', summary: 'Where you are signed in.' },
  {
    method: 'POST',
    path: '/revoke-session',
    access: 'user',
    summary: 'End one of your sessions.',
    body: Type.Object({ token: Type.String({ maxLength: 200 }) }),
  },
  { method: 'POST', path: '/revoke-other-sessions', access: 'user', summary: 'End all your sessions but this.' },
  {
    method: 'GET',
    path: '/magic-link/verify',
    access: 'public',
    summary: 'Where a sign-in link from the console leads; it works once.',
    query: Type.Object({
      token: Type.String({ maxLength: 200 }),
      callbackURL: Type.Optional(Type.String({ pattern: '^/desk[A-Za-z0-9/_-]*$', maxLength: 200 })),
    }),
  },
]

const MAX_BODY_BYTES = 32 * 1024

export const authRoutes: FastifyPluginAsync<{ signIn: SignIn }> = async (app, { signIn }) => {
  for (const { method, path, access, summary, body, query = Type.Object({}) } of endpoints) {
    app.route({
      method,
      url: `/api/auth${path}`,
      config: { access },
      bodyLimit: MAX_BODY_BYTES,
      // Looking at a link must not use it up.
      exposeHeadRoute: false,
      schema: { summary, querystring: query, ...(body && { body }) },
      handler: async (request, reply) => {
        const url = new URL(`/api/auth${path}`, signIn.url())
        url.search = chooseFrom(request.query, query).toString()
        return answer(reply, await signIn.handle(toWebRequest(request, url)))
      },
    })
  }
}

const PASSED_HEADERS = [
  'cookie',
  'origin',
  'referer',
  'user-agent',
  'sec-fetch-site',
  'sec-fetch-mode',
  'sec-fetch-dest',
]

/** What better-auth may know of a request: nothing that a client could use to pose as another address. */
export function passHeaders(request: FastifyRequest): Headers {
  const headers = new Headers({ [ADDRESS_HEADER]: request.ip, 'x-request-id': request.id })
  for (const name of PASSED_HEADERS) {
    const value = request.headers[name]
    if (typeof value === 'string') headers.set(name, value)
  }
  return headers
}

/** Only what the endpoint declares goes through, as it was validated. */
function chooseFrom(given: unknown, { properties }: TObject): URLSearchParams {
  const chosen = new URLSearchParams()
  for (const [name, value] of Object.entries(typeof given === 'object' && given ? given : {}))
    if (Object.hasOwn(properties, name)) chosen.set(name, String(value))
  return chosen
}

function toWebRequest(request: FastifyRequest, url: URL): Request {
  const { method, body } = request
  const headers = passHeaders(request)
  if (method === 'GET') return new Request(url, { headers })
  headers.set('content-type', 'application/json')
  return new Request(url, { method, headers, body: JSON.stringify(body ?? {}) })
}

async function answer(reply: FastifyReply, response: Response): Promise<FastifyReply> {
  reply.code(response.status).header('cache-control', 'no-store')
  for (const name of ['content-type', 'location']) {
    const value = response.headers.get(name)
    if (value) reply.header(name, value)
  }
  const retryAfter = response.headers.get('x-retry-after')
  if (retryAfter) reply.header('retry-after', retryAfter)
  reply.header('set-cookie', response.headers.getSetCookie())
  const text = await response.text()
  return reply.send(text === '' ? null : text)
}
