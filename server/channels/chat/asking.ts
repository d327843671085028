import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Customer } from '#customers/customer.ts'
import { findVisitor, readVisitorToken, type Visitor } from '#customers/visitor.ts'
import type { Database } from '#platform/database/database.ts'
import type { Secrets } from '#platform/secrets.ts'
import { Id } from '#protocol/primitives.ts'
import { allowsOrigin, type ChatChannel, type FindChatChannel } from './chat-channel.ts'
import { pageNotAllowed, visitorUnknown } from './problems.ts'

const channelKey = Type.String({ pattern: '^[A-Za-z0-9]{1,64}$' })
export const ChannelParams = Type.Object({ channelKey })
export const ThreadParams = Type.Object({ channelKey, threadId: Id })

/** A visitor who has become a customer, at one chat window. */
export type CustomerAsking = { workspaceId: string; channelId: string; customerId: string; customer: Customer }

type Asking = Pick<FastifyRequest, 'headers'>
type AskingTools = { db: Database; secrets: Secrets; findChannel: FindChatChannel; ownOrigins: () => string[] }
export type ChatAsking = ReturnType<typeof createAsking>

/** Who asks at a chat window's routes: from which page, at which channel, as which visitor. */
export function createAsking({ db, secrets, findChannel, ownOrigins }: AskingTools) {
  return { channelFor, visitorOf, whoAsks }

  /** @throws chatChannelNotFound, pageNotAllowed */
  async function channelFor({ channelKey }: { channelKey: string }, { headers }: Asking): Promise<ChatChannel> {
    const channel = await findChannel(channelKey)
    if (!allowsOrigin(channel, headers.origin, ownOrigins())) throw pageNotAllowed()
    return channel
  }

  /** @throws visitorUnknown */
  function visitorOf({ headers }: Asking, { workspaceId }: ChatChannel): Visitor {
    const [scheme, token = ''] = (headers.authorization ?? '').split(' ')
    const visitor = scheme === 'Bearer' ? readVisitorToken(secrets, workspaceId, token) : undefined
    if (!visitor) throw visitorUnknown()
    return visitor
  }

  /** Undefined: a visitor who has not written yet. @throws chatChannelNotFound, pageNotAllowed, visitorUnknown */
  async function whoAsks(params: { channelKey: string }, request: Asking): Promise<CustomerAsking | undefined> {
    const channel = await channelFor(params, request)
    const customer = await findVisitor(db, visitorOf(request, channel))
    if (!customer) return undefined
    return { workspaceId: channel.workspaceId, channelId: channel.id, customerId: customer.id, customer }
  }
}

/** Any page may ask; which may have an answer the channel decides (Fetch standard, CORS). */
export function allowPages(answer: FastifyReply): void {
  answer
    .header('access-control-allow-origin', '*')
    .header('access-control-allow-methods', 'GET, POST, OPTIONS')
    .header('access-control-allow-headers', 'authorization, content-type')
    .header('access-control-max-age', '86400')
    .header('cross-origin-resource-policy', 'cross-origin')
}
