import { randomInt } from 'node:crypto'
import type { TestContext } from 'node:test'
import { channelRoutes } from '#channels/routes.ts'
import { createHttpServer } from '#platform/http/server.ts'
import { createLog } from '#platform/log.ts'
import { createMetrics } from '#platform/metrics.ts'
import { deriveSecrets } from '#platform/secrets.ts'
import type { Role } from '#protocol/members.ts'
import { makeUser } from '#workspaces/account.ts'
import type { Agent } from '#workspaces/agent.ts'
import { apiKeyRoutes } from '#workspaces/api-key-routes.ts'
import { authRoutes } from '#workspaces/auth-routes.ts'
import { comingInRoutes } from '#workspaces/coming-in-routes.ts'
import { registerGate } from '#workspaces/gate.ts'
import { makeMember } from '#workspaces/member.ts'
import { memberRoutes, teamRoutes } from '#workspaces/member-routes.ts'
import { workspaceRoutes } from '#workspaces/routes.ts'
import { makeSetUpToken } from '#workspaces/setting-up.ts'
import { createSignIn } from '#workspaces/sign-in.ts'
import { makeWorkspace } from '#workspaces/workspace.ts'
import { openTestDatabase } from './database.ts'

const ORIGIN = 'http://localhost:4000'

// biome-ignore lint/suspicious/noExplicitAny: what came over the wire; the assertions look inside.
type Answer = { status: number; body: any }
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Someone at a browser: their cookies go along with each request and are changed by what comes back. */
export type Browser = {
  cookie: string
  asks(method: Method, url: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
}

/** Workspaces and sign-in behind real routes, on a database of their own. */
export async function openHouse(t: TestContext) {
  const database = await openTestDatabase(t)
  const { db, transact } = database
  const log = createLog('silent')
  const secrets = deriveSecrets('a secret that is only used in tests')
  const signIn = createSignIn({ db, secrets, url: () => ORIGIN, log })
  const settings = { trustProxy: false, requestsPerMinute: 100_000 }
  const app = await createHttpServer({ log, settings, metrics: createMetrics() })
  t.after(() => app.close())
  registerGate(app, { signIn, db })
  const furnish = async () => {}
  await app.register(authRoutes, { signIn })
  await app.register(workspaceRoutes, { db, transact, signIn, furnish })
  await app.register(memberRoutes, { db, transact })
  await app.register(teamRoutes, { db, transact })
  await app.register(comingInRoutes, { db, transact, signIn, secrets, furnish })
  await app.register(apiKeyRoutes, { db, transact })
  await app.register(channelRoutes, { db, transact, secrets })

  const openBrowser = (): Browser => {
    // Each at home somewhere else, so that nobody uses up another's tries.
    const remoteAddress = `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`
    const browser: Browser = {
      cookie: '',
      async asks(method, url, body, headers) {
        const response = await app.inject({
          method,
          url,
          remoteAddress,
          headers: {
            origin: ORIGIN,
            cookie: browser.cookie,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...headers,
          },
          payload: body === undefined ? undefined : JSON.stringify(body),
        })
        browser.cookie = mergeCookies(browser.cookie, response.cookies)
        const isJson = String(response.headers['content-type']).includes('json')
        return { status: response.statusCode, body: isJson ? response.json() : response.body }
      },
    }
    return browser
  }

  return {
    ...database,
    app,
    signIn,
    secrets,
    openBrowser,
    setUpToken: makeSetUpToken(secrets),

    opensWorkspace: (name: string) => transact((trx) => makeWorkspace(trx, { name, language: 'en', timeZone: 'UTC' })),

    /** A member at a signed-in browser. */
    async comes(name: string, role: Role, workspace: { id: string }, password?: string) {
      const email = `${name.toLowerCase()}-${workspace.id}@shop.example`
      const agent: Agent = await transact(async (trx) => {
        const user = await makeUser(trx, { name, email, password })
        return makeMember(trx, { workspaceId: workspace.id, userId: user.id, name, role })
      })
      const browser = openBrowser()
      const link = new URL(await signIn.createSignInLink(email))
      await browser.asks('GET', `${link.pathname}${link.search}`)
      return { agent, email, browser, asks: browser.asks, path: `/api/workspaces/${workspace.id}` }
    },
  }
}

function mergeCookies(before: string, set: { name: string; value: string; maxAge?: number }[]): string {
  const jar = new Map(
    before
      .split('; ')
      .filter(Boolean)
      .map((pair): [string, string] => {
        const [name = '', ...value] = pair.split('=')
        return [name, value.join('=')]
      }),
  )
  for (const { name, value, maxAge } of set) {
    if (maxAge === 0 || value === '') jar.delete(name)
    else jar.set(name, encodeURIComponent(value))
  }
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
}
