import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { DatabaseConnection } from '#platform/database/database.ts'
import { BlockedSenderBody, ConversationBody } from '#protocol/conversations.ts'
import { Id } from '#protocol/primitives.ts'
import { blockSender, listBlockedSenders, unblockSender } from './blocking.ts'
import type { Channels } from './channel.ts'
import { markSpam, unmarkSpam } from './spam.ts'

const AGENT = { access: 'agent' } as const
const WorkspaceParams = Type.Object({ workspaceId: Id })
const ConversationParams = Type.Object({ workspaceId: Id, conversationId: Id })

/** `/api/workspaces/:workspaceId/conversations/:conversationId/spam` and `…/blocked-senders`. */
export const spamRoutes: FastifyPluginAsyncTypebox<{ connection: DatabaseConnection; channels: Channels }> = async (
  app,
  { connection: { db, transact }, channels },
) => {
  const tags = ['Spam']

  app.put(
    '/conversations/:conversationId/spam',
    {
      config: AGENT,
      schema: {
        tags,
        summary: 'Mark as spam',
        params: ConversationParams,
        body: Type.Object(
          {
            blocks: Type.Optional(
              Type.Union([Type.Literal('address'), Type.Literal('domain')], {
                description: 'What else of its sender is spam from now on.',
              }),
            ),
          },
          { additionalProperties: false },
        ),
        response: { 200: ConversationBody },
      },
    },
    ({ agent, params, body }) => transact((trx) => markSpam(trx, agent, params.conversationId, { ...body, channels })),
  )
  app.delete(
    '/conversations/:conversationId/spam',
    {
      config: AGENT,
      schema: {
        tags,
        summary: 'Take out of the spam',
        params: ConversationParams,
        response: { 200: ConversationBody },
      },
    },
    ({ agent, params }) => transact((trx) => unmarkSpam(trx, agent, params.conversationId)),
  )
  app.get(
    '/blocked-senders',
    {
      config: AGENT,
      schema: {
        tags,
        summary: 'Whose letters are spam',
        params: WorkspaceParams,
        response: { 200: Type.Object({ blockedSenders: Type.Array(BlockedSenderBody) }) },
      },
    },
    async ({ agent }) => ({ blockedSenders: await listBlockedSenders(db, agent) }),
  )
  app.post(
    '/blocked-senders',
    {
      config: AGENT,
      schema: {
        tags,
        summary: 'Block an address or a domain',
        params: WorkspaceParams,
        body: Type.Object(
          { value: Type.String({ format: 'mail-sender', maxLength: 254 }) },
          { additionalProperties: false },
        ),
        response: { 201: BlockedSenderBody },
      },
    },
    async ({ agent, body }, answer) =>
      answer.code(201).send(await transact((trx) => blockSender(trx, agent, body.value, channels))),
  )
  app.delete(
    '/blocked-senders/:blockedSenderId',
    {
      config: AGENT,
      schema: {
        tags,
        summary: 'Let somebody write again',
        params: Type.Object({ workspaceId: Id, blockedSenderId: Id }),
        response: { 204: Type.Null() },
      },
    },
    async ({ agent, params }, answer) => {
      await transact((trx) => unblockSender(trx, agent, { id: params.blockedSenderId }))
      return answer.code(204).send(null)
    },
  )
}
