import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Database } from '#platform/database/database.ts'
import { notAllowed, notFound, notSignedIn } from '#platform/problems.ts'
import type { Role } from '#protocol/members.ts'
import { type Agent, isAtLeast } from './agent.ts'
import { findAgentByApiKey } from './api-key.ts'
import { foreignOrigin } from './problems.ts'
import { findSession, findUser, isUuid, type User } from './session.ts'
import type { SignIn } from './sign-in.ts'

/**
 * public: anyone. visitor: a chat window, which its channel recognises itself. user: who is signed in, wherever they
 * work. A role: an active member of the path's workspace with this role or more, or an API key of theirs.
 */
export type Access = 'public' | 'visitor' | 'user' | Role

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may come in; every route under /api says so. */
    access?: Access
  }
  interface FastifyRequest {
    /** The member who asks, on routes whose access is a role. */
    readonly agent: Agent
    /** The person who asks, on routes whose access is `user`. */
    readonly user: User
  }
}

type GateOptions = { signIn: SignIn; db: Database }

/** Lets in who may come in, once for all routes; a route under /api that does not say who may is refused at start. */
export function registerGate(app: FastifyInstance, { signIn, db }: GateOptions): void {
  const agents = new WeakMap<FastifyRequest, Agent>()
  const users = new WeakMap<FastifyRequest, User>()
  app.decorateRequest('agent', { getter: findIn(agents, 'agent') })
  app.decorateRequest('user', { getter: findIn(users, 'user') })

  app.addHook('onRoute', ({ method, url, config }) => {
    if (!url.startsWith('/api')) return
    if (!config?.access) throw new Error(`The route ${method} ${url} does not say who may come in (config.access).`)
    const isOfWorkspace = config.access !== 'public' && config.access !== 'visitor' && config.access !== 'user'
    if (isOfWorkspace && !url.includes('/:workspaceId'))
      throw new Error(`The route ${method} ${url} lets a role in, but its path names no workspace.`)
  })

  app.addHook('onRequest', async (request) => {
    const { access } = request.routeOptions.config
    if (!access || access === 'public' || access === 'visitor') return
    if (access === 'user') users.set(request, await enterAsUser(request, { signIn, db }))
    else agents.set(request, await enterAsAgent(request, access, { signIn, db }))
  })
}

function findIn<Found>(entered: WeakMap<FastifyRequest, Found>, what: string) {
  return function (this: FastifyRequest): Found {
    const found = entered.get(this)
    if (!found) throw new Error(`${this.method} ${this.routeOptions.url} lets nobody in as ${what}.`)
    return found
  }
}

async function enterAsUser(request: FastifyRequest, { signIn, db }: GateOptions): Promise<User> {
  const token = readSessionToken(request, signIn)
  const user = token && (await findUser(db, token))
  if (!user) throw notSignedIn()
  refuseForeignOrigin(request, signIn)
  return user
}

/** Who is not a member learns the same as if the workspace did not exist. */
async function enterAsAgent(request: FastifyRequest, role: Role, options: GateOptions): Promise<Agent> {
  const workspaceId = readWorkspaceId(request)
  const agent = request.headers.authorization
    ? await enterByApiKey(request.headers.authorization, options.db)
    : await enterBySession(request, workspaceId, options)
  if (agent?.workspaceId !== workspaceId) throw notFound()
  if (!isAtLeast(agent.role, role)) throw notAllowed({ detail: `This needs the role ${role} or more.` })
  return agent
}

async function enterByApiKey(authorization: string, db: Database): Promise<Agent> {
  const [, key] = /^Bearer +(\S+)$/i.exec(authorization) ?? []
  const agent = key && (await findAgentByApiKey(db, key))
  if (!agent) throw notSignedIn({ detail: 'This API key does not work: it was revoked, expired, or never existed.' })
  return agent
}

async function enterBySession(request: FastifyRequest, workspaceId: string, { signIn, db }: GateOptions) {
  const token = readSessionToken(request, signIn)
  const session = token && (await findSession(db, token, workspaceId))
  if (!session) throw notSignedIn()
  refuseForeignOrigin(request, signIn)
  return session.agent
}

const readSessionToken = ({ headers }: FastifyRequest, signIn: SignIn): string | undefined =>
  signIn.findSessionToken(headers.cookie)

/** What is no UUID names no workspace; the zero one neither. */
function readWorkspaceId({ params }: FastifyRequest): string {
  const id = typeof params === 'object' && params && 'workspaceId' in params ? params.workspaceId : undefined
  return typeof id === 'string' && isUuid(id) ? id.toLowerCase() : '00000000-0000-0000-0000-000000000000'
}

/** Another site's page can send our cookie along, but cannot forge these headers. */
function refuseForeignOrigin({ method, headers }: FastifyRequest, signIn: SignIn): void {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return
  if (headers['sec-fetch-site'] === 'same-origin') return
  if (headers.origin && signIn.isOwnOrigin(headers.origin)) return
  throw foreignOrigin()
}
