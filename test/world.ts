import { randomUUID } from 'node:crypto'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { TestContext } from 'node:test'
import type { FastifyInstance } from 'fastify'
import type { Transaction } from '#platform/database/database.ts'
import { makeUser } from '#workspaces/account.ts'
import type { Access } from '#workspaces/gate.ts'
import { openDesk } from './desk.ts'

/** A route as the router knows it, documented or not. */
export type Route = { method: string; url: string; access: Access | undefined }

/** Someone with an account, signed in at a browser. */
export type Person = {
  userId: string
  name: string
  email: string
  cookie: string
  sessionToken: string
  passkeyId: string
  /** What a sign-in link for them holds; it works once. */
  signInToken(): Promise<string>
}

export type Request = {
  method: string
  path: string
  headers?: Record<string, string>
  /** Sent as JSON, a Buffer as a file. */
  body?: unknown
}
// biome-ignore lint/suspicious/noExplicitAny: what came over the wire; the assertions look inside.
export type Answer = { status: number; text: string; body: any; cookies: string[] }

export type World = Awaited<ReturnType<typeof openWorld>>

/** The whole app over real HTTP and sockets, with no limit on requests, on a database of its own. */
export async function openWorld(t: TestContext) {
  const routes: Route[] = []
  // Each request comes from an address of its own, so that no limit of one address is met.
  const settings = {
    trustProxy: true,
    wantsDemo: true,
    requestsPerMinute: 1_000_000,
    google: { clientId: 'infolett', clientSecret: 'secret', signInUrl: 'https://accounts.invalid' },
  }
  const { app, url, secrets, files, db, transact } = await watchingRoutes(routes, () =>
    openDesk(t, { settings, runsJobs: false }),
  )

  async function asks({ method, path, headers, body }: Request): Promise<Answer> {
    const type =
      body === undefined
        ? {}
        : { 'content-type': Buffer.isBuffer(body) ? 'application/octet-stream' : 'application/json' }
    const response = await fetch(`${url}${path}`, {
      method,
      redirect: 'manual',
      headers: { 'x-forwarded-for': anyAddress(), ...type, ...headers },
      body: body === undefined ? undefined : Buffer.isBuffer(body) ? new Uint8Array(body) : JSON.stringify(body),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') && text !== ''
    return {
      status: response.status,
      text,
      body: isJson ? JSON.parse(text) : undefined,
      cookies: response.headers.getSetCookie(),
    }
  }

  return {
    db,
    transact,
    files,
    secrets,
    routes,
    url,
    asks,

    async comes(name: string, password?: string): Promise<Person> {
      const email = `${name.toLowerCase().replaceAll(' ', '-')}@shop.example`
      const { userId, passkeyId } = await transact(async (trx) => {
        const { id } = await makeUser(trx, { name, email, password })
        return { userId: id, passkeyId: await givePasskey(trx, id) }
      })
      const signInToken = async () => new URL(await app.signIn.createSignInLink(email)).searchParams.get('token') ?? ''
      const { cookies } = await asks({
        method: 'GET',
        path: `/api/auth/magic-link/verify?token=${await signInToken()}&callbackURL=/desk`,
      })
      const cookie = cookies.map((set) => set.split(';')[0] ?? '').join('; ')
      return {
        userId,
        name,
        email,
        cookie,
        passkeyId,
        signInToken,
        sessionToken: app.signIn.findSessionToken(cookie) ?? '',
      }
    },
  }
}

/** Fastify tells of each instance before its first route (see its `fastify.initialization` diagnostics channel). */
async function watchingRoutes<T>(routes: Route[], make: () => Promise<T>): Promise<T> {
  const listen = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance }
    fastify.addHook('onRoute', ({ method, url, config }) => {
      for (const each of [method].flat()) routes.push({ method: each, url, access: config?.access })
    })
  }
  subscribe('fastify.initialization', listen)
  try {
    return await make()
  } finally {
    unsubscribe('fastify.initialization', listen)
  }
}

/** One that no authenticator holds. */
async function givePasskey(trx: Transaction, userId: string): Promise<string> {
  const { id } = await trx
    .insertInto('passkeys')
    .values({
      userId,
      publicKey: 'none',
      credentialId: randomUUID(),
      counter: 0,
      deviceType: 'singleDevice',
      backedUp: false,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

let addresses = 0

function anyAddress(): string {
  addresses += 1
  return `10.${addresses >> 16}.${(addresses >> 8) & 0xff}.${addresses & 0xff}`
}
