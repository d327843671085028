import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { type TSchema, Type } from 'typebox'
import type { DatabaseConnection } from '#platform/database/database.ts'
import { MessageContent } from '#protocol/content.ts'
import {
  ChangesBody,
  ConversationBody,
  InboxCountsBody,
  InboxPageBody,
  InboxView,
  LetterDraft,
  MessageBody,
  ReplyRecipientsBody,
  TimelineBody,
} from '#protocol/conversations.ts'
import { Id, Instant, Line, MAX_ATTACHMENTS, MAX_MESSAGE_LENGTH, Nullable, Text } from '#protocol/primitives.ts'
import { proposeRecipients } from './addressing.ts'
import { assignConversation } from './assigning.ts'
import { attributeConversation } from './attributing.ts'
import type { Channels } from './channel.ts'
import { closeConversation, reopenConversation } from './closing.ts'
import { askInto, releaseFrom } from './collaborating.ts'
import { retryDelivery } from './delivery.ts'
import { countInbox, listInbox } from './inbox.ts'
import { endPending, makePending } from './pending.ts'
import { readConversation } from './reading.ts'
import { note, reply } from './replying.ts'
import { settleFailures } from './settling.ts'
import { snoozeConversation, unsnoozeConversation } from './snoozing.ts'
import { splitConversation, undoSplit } from './splitting.ts'
import { readChanges, readTimeline } from './timeline.ts'
import { withdrawReply } from './withdrawing.ts'

const WorkspaceParams = Type.Object({ workspaceId: Id })
const ConversationParams = Type.Object({ workspaceId: Id, conversationId: Id })
const MessageParams = Type.Object({ workspaceId: Id, conversationId: Id, messageId: Id })
const MemberParams = Type.Object({ workspaceId: Id, conversationId: Id, memberId: Id })

const DraftBody = Type.Object(
  {
    clientId: Id,
    text: Text(MAX_MESSAGE_LENGTH, { minLength: 0 }),
    attachmentIds: Type.Array(Id, { maxItems: MAX_ATTACHMENTS, uniqueItems: true, default: [] }),
  },
  { additionalProperties: false },
)
const ReplyBody = Type.Object(
  {
    ...DraftBody.properties,
    letter: Type.Optional(LetterDraft),
    content: Type.Optional(MessageContent),
    undoSeconds: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 60, description: 'A letter may be taken back for so long.' }),
    ),
  },
  { additionalProperties: false },
)
const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 100 }))

const AGENT = { access: 'agent' } as const
const COLLABORATOR = { access: 'collaborator' } as const

/** `/api/workspaces/:workspaceId/inbox` and `/api/workspaces/:workspaceId/conversations`. */
export const conversationRoutes: FastifyPluginAsyncTypebox<{
  connection: DatabaseConnection
  channels: Channels
}> = async (app, { connection, channels }) => {
  const { db, transact } = connection
  const tags = ['Conversations']
  const ok = <Body extends TSchema>(summary: string, body: Body) => ({ tags, summary, response: { 200: body } })

  app.get(
    '/inbox',
    {
      config: COLLABORATOR,
      schema: {
        ...ok('A page of an inbox view', InboxPageBody),
        params: WorkspaceParams,
        querystring: Type.Object(
          {
            view: InboxView,
            sort: Type.Optional(Type.Union([Type.Literal('newest'), Type.Literal('waiting')])),
            teamId: Type.Optional(Id),
            channelId: Type.Optional(Id),
            cursor: Type.Optional(Type.String({ maxLength: 200 })),
            limit: Limit,
          },
          { additionalProperties: false },
        ),
      },
    },
    ({ agent, query }) => listInbox(db, agent, query),
  )
  app.get(
    '/inbox/counts',
    {
      config: COLLABORATOR,
      schema: { ...ok('How many conversations stand in each view', InboxCountsBody), params: WorkspaceParams },
    },
    ({ agent }) => countInbox(db, agent),
  )

  app.get(
    '/conversations/:conversationId',
    {
      config: COLLABORATOR,
      schema: {
        ...ok('A page of a conversation, the newest first', TimelineBody),
        params: ConversationParams,
        querystring: Type.Object({ before: Type.Optional(Id), limit: Limit }, { additionalProperties: false }),
      },
    },
    ({ agent, params, query }) => readTimeline(db, agent, params.conversationId, query),
  )
  app.get(
    '/conversations/:conversationId/changes',
    {
      config: COLLABORATOR,
      schema: {
        ...ok('What changed after a revision', ChangesBody),
        params: ConversationParams,
        querystring: Type.Object(
          { since: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }) },
          { additionalProperties: false },
        ),
      },
    },
    ({ agent, params, query }) => readChanges(db, agent, params.conversationId, query.since),
  )
  app.post(
    '/conversations/:conversationId/messages',
    {
      config: AGENT,
      schema: {
        tags,
        summary: 'Reply to the customer',
        params: ConversationParams,
        body: ReplyBody,
        response: { 201: MessageBody },
      },
    },
    async ({ agent, params, body }, answer) =>
      answer.code(201).send(await transact((trx) => reply(trx, agent, params.conversationId, body, channels))),
  )
  app.get(
    '/conversations/:conversationId/reply-recipients',
    {
      config: AGENT,
      schema: { ...ok('Whom a reply would go to', ReplyRecipientsBody), params: ConversationParams },
    },
    ({ agent, params }) => proposeRecipients(db, agent, params.conversationId, channels),
  )
  app.delete(
    '/conversations/:conversationId/messages/:messageId/delivery',
    { config: AGENT, schema: { ...ok('Take a reply back before it leaves', MessageBody), params: MessageParams } },
    ({ agent, params }) => transact((trx) => withdrawReply(trx, agent, params.conversationId, params.messageId)),
  )
  app.post(
    '/conversations/:conversationId/notes',
    {
      config: COLLABORATOR,
      schema: {
        tags,
        summary: 'Write a note for the team',
        params: ConversationParams,
        body: DraftBody,
        response: { 201: MessageBody },
      },
    },
    async ({ agent, params, body }, answer) =>
      answer.code(201).send(await transact((trx) => note(trx, agent, params.conversationId, body))),
  )
  app.put(
    '/conversations/:conversationId/delivery-retries/:messageId',
    { config: AGENT, schema: { ...ok('Send a failed message once more', MessageBody), params: MessageParams } },
    ({ agent, params }) => transact((trx) => retryDelivery(trx, agent, params.conversationId, params.messageId)),
  )
  app.put(
    '/conversations/:conversationId/read',
    {
      config: COLLABORATOR,
      schema: {
        tags,
        summary: 'Mark as read up to a message',
        params: ConversationParams,
        body: Type.Object({ messageId: Id }, { additionalProperties: false }),
        response: { 204: Type.Null() },
      },
    },
    async ({ agent, params, body }, answer) => {
      await transact((trx) => readConversation(trx, agent, params.conversationId, body.messageId))
      return answer.code(204).send(null)
    },
  )

  const change = (summary: string) => ({
    config: AGENT,
    schema: { ...ok(summary, ConversationBody), params: ConversationParams },
  })
  app.put('/conversations/:conversationId/closure', change('Close'), ({ agent, params }) =>
    transact((trx) => closeConversation(trx, agent, params.conversationId)),
  )
  app.delete('/conversations/:conversationId/closure', change('Open again'), ({ agent, params }) =>
    transact((trx) => reopenConversation(trx, agent, params.conversationId)),
  )
  app.put('/conversations/:conversationId/pending', change('Put aside until somebody answers'), ({ agent, params }) =>
    transact((trx) => makePending(trx, agent, params.conversationId)),
  )
  app.delete('/conversations/:conversationId/pending', change('Take up again'), ({ agent, params }) =>
    transact((trx) => endPending(trx, agent, params.conversationId)),
  )
  app.delete(
    '/conversations/:conversationId/failures',
    change('Say that what did not arrive has been dealt with'),
    ({ agent, params }) => transact((trx) => settleFailures(trx, agent, params.conversationId)),
  )
  app.put(
    '/conversations/:conversationId/snooze',
    {
      config: AGENT,
      schema: {
        ...ok('Let sleep until an instant', ConversationBody),
        params: ConversationParams,
        body: Type.Object({ until: Instant }, { additionalProperties: false }),
      },
    },
    ({ agent, params, body }) =>
      transact((trx) => snoozeConversation(trx, agent, params.conversationId, new Date(body.until))),
  )
  app.delete('/conversations/:conversationId/snooze', change('Wake'), ({ agent, params }) =>
    transact((trx) => unsnoozeConversation(trx, agent, params.conversationId)),
  )
  app.put(
    '/conversations/:conversationId/assignment',
    {
      config: AGENT,
      schema: {
        ...ok('Give to a member, a team or both', ConversationBody),
        params: ConversationParams,
        body: Type.Object({ memberId: Nullable(Id), teamId: Nullable(Id) }, { additionalProperties: false }),
      },
    },
    ({ agent, params, body }) => transact((trx) => assignConversation(trx, agent, params.conversationId, body)),
  )
  app.delete('/conversations/:conversationId/assignment', change('Give to nobody in particular'), ({ agent, params }) =>
    transact((trx) => assignConversation(trx, agent, params.conversationId, { memberId: null, teamId: null })),
  )
  app.put(
    '/conversations/:conversationId/customer',
    {
      config: AGENT,
      schema: {
        ...ok('Say whose matter it is', ConversationBody),
        params: ConversationParams,
        body: Type.Object(
          { email: Type.String({ format: 'mail-address', maxLength: 254 }), name: Type.Optional(Nullable(Line(200))) },
          { additionalProperties: false },
        ),
      },
    },
    ({ agent, params, body: { email, name = null } }) =>
      transact((trx) => attributeConversation(trx, agent, params.conversationId, { email, name })),
  )
  app.post(
    '/conversations/:conversationId/splits',
    {
      config: AGENT,
      schema: {
        tags,
        summary: 'Give a letter and what follows it a conversation of its own',
        params: ConversationParams,
        body: Type.Object({ messageId: Id }, { additionalProperties: false }),
        response: { 201: ConversationBody },
      },
    },
    async ({ agent, params, body }, answer) =>
      answer
        .code(201)
        .send(await transact((trx) => splitConversation(trx, agent, params.conversationId, body.messageId))),
  )
  app.delete(
    '/conversations/:conversationId/splits/:begunId',
    {
      config: AGENT,
      schema: {
        ...ok('Put what was split off back', ConversationBody),
        params: Type.Object({ workspaceId: Id, conversationId: Id, begunId: Id }),
      },
    },
    ({ agent, params }) => transact((trx) => undoSplit(trx, agent, params.conversationId, params.begunId)),
  )
  app.put(
    '/conversations/:conversationId/collaborators/:memberId',
    { config: AGENT, schema: { ...ok('Ask a member in', ConversationBody), params: MemberParams } },
    ({ agent, params }) => transact((trx) => askInto(trx, agent, params.conversationId, params.memberId)),
  )
  app.delete(
    '/conversations/:conversationId/collaborators/:memberId',
    { config: AGENT, schema: { ...ok('End a member’s part', ConversationBody), params: MemberParams } },
    ({ agent, params }) => transact((trx) => releaseFrom(trx, agent, params.conversationId, params.memberId)),
  )
}
