import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { DatabaseConnection } from '#platform/database/database.ts'
import type { Secrets } from '#platform/secrets.ts'
import { EmailSettings, FailedMailBody, MailboxBody, MailboxTestBody, MailServerGuess } from '#protocol/email.ts'
import { EmailAddress, Id, Line, Nullable } from '#protocol/primitives.ts'
import type { Agent } from '#workspaces/agent.ts'
import { changeMailbox, createMailbox, pauseMailbox, resumeMailbox } from './connecting.ts'
import { testMailbox } from './connection-test.ts'
import { getMailbox, lockMailbox, type Mailbox } from './email-channel.ts'
import { guessProvider, type Resolver } from './guessing.ts'
import { listFailedMails, readMailboxState } from './mailbox-state.ts'
import type { Consents } from './oauth.ts'
import { askToReconcile } from './reconciling.ts'
import { retryFailedMails } from './retrying.ts'
import { signInsFor } from './trying.ts'

const WorkspaceParams = Type.Object({ workspaceId: Id })
const ChannelParams = Type.Object({ workspaceId: Id, channelId: Id })

const Password = Type.String({ minLength: 1, maxLength: 1_000, description: 'It is kept encrypted and never shown.' })
const Passwords = {
  password: Type.Optional(Password),
  outgoingPassword: Type.Optional(
    Nullable(
      Type.String({ minLength: 1, maxLength: 1_000, description: 'When the sending server knows another one.' }),
    ),
  ),
}
const NewMailboxBody = Type.Object(
  { name: Line(80), address: EmailAddress, settings: EmailSettings, ...Passwords },
  { additionalProperties: false },
)
const MailboxChanges = Type.Object(
  { name: Type.Optional(Line(80)), settings: Type.Optional(Type.Partial(EmailSettings)), ...Passwords },
  { additionalProperties: false },
)
const TestBody = Type.Object(
  {
    settings: Type.Pick(EmailSettings, ['provider', 'signIn', 'imap', 'smtp']),
    ...Passwords,
    channelId: Type.Optional(Type.Union([Id], { description: 'What is left out here is taken from this mailbox.' })),
  },
  { additionalProperties: false },
)

type Options = {
  connection: Pick<DatabaseConnection, 'db' | 'transact'>
  secrets: Pick<Secrets, 'encrypt' | 'decrypt'>
  consents: Consents
  resolver: Resolver
  allowsPrivateMailServers: boolean
  /** Where shops may forward their mail to; undefined: this server receives none. */
  mailDomain: string | undefined
}

/** The mailboxes of a workspace, under its path. */
export const mailboxRoutes: FastifyPluginAsyncTypebox<Options> = async (app, options) => {
  const { connection, secrets, consents, resolver, allowsPrivateMailServers, mailDomain } = options
  const { db, transact } = connection
  const show = (mailbox: Mailbox): Promise<MailboxBody> => readMailboxState({ db, secrets, mailDomain }, mailbox)
  const find = ({ workspaceId }: Agent, { channelId }: { channelId: string }) => getMailbox(db, workspaceId, channelId)

  app.get(
    '/mail-providers',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'Who keeps a mailbox, and how it is likely reached',
        params: WorkspaceParams,
        querystring: Type.Object({ address: EmailAddress }),
        response: { 200: MailServerGuess },
      },
    },
    ({ query }) => guessProvider(query.address, { resolver, consents }),
  )
  app.post(
    '/mailbox-tests',
    {
      config: { access: 'admin', rateLimit: { max: 20, timeWindow: '1 minute' } },
      schema: {
        summary: 'Try a mailbox without connecting it; what is in the way is said in words',
        params: WorkspaceParams,
        body: TestBody,
        response: { 200: MailboxTestBody },
      },
    },
    async ({ agent, body }): Promise<MailboxTestBody> => {
      const { channelId, settings, ...passwords } = body
      const known = channelId ? await find(agent, { channelId }) : undefined
      const signIns = await signInsFor({ transact, secrets, consents }, { settings, known, ...passwords })
      return testMailbox({ ...settings, signIns }, { allowsPrivate: allowsPrivateMailServers })
    },
  )
  app.post(
    '/channels/email',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'Connect a mailbox as a channel',
        params: WorkspaceParams,
        body: NewMailboxBody,
        response: { 201: MailboxBody },
      },
    },
    async ({ agent, body }, reply) => {
      reply.code(201)
      return show(await transact((trx) => createMailbox(trx, agent, secrets, body)))
    },
  )
  app.get(
    '/channels/:channelId/mailbox',
    {
      config: { access: 'agent' },
      schema: { summary: 'How a mailbox is doing', params: ChannelParams, response: { 200: MailboxBody } },
    },
    async ({ agent, params }) => show(await find(agent, params)),
  )
  app.patch(
    '/channels/:channelId/mailbox',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'Change a mailbox; what is left out stays as it is',
        params: ChannelParams,
        body: MailboxChanges,
        response: { 200: MailboxBody },
      },
    },
    async ({ agent, params, body }) =>
      show(await transact((trx) => changeMailbox(trx, agent, secrets, params.channelId, body))),
  )
  app.put(
    '/channels/:channelId/mailbox/pause',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'Read no mail for now; what comes meanwhile is read later',
        params: ChannelParams,
        response: { 200: MailboxBody },
      },
    },
    async ({ agent, params }) => show(await transact((trx) => pauseMailbox(trx, agent, params.channelId))),
  )
  app.delete(
    '/channels/:channelId/mailbox/pause',
    {
      config: { access: 'admin' },
      schema: { summary: 'Read mail again', params: ChannelParams, response: { 200: MailboxBody } },
    },
    async ({ agent, params }) => show(await transact((trx) => resumeMailbox(trx, agent, params.channelId))),
  )
  app.post(
    '/channels/:channelId/mailbox/reconciliation',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'Compare with the provider now, item by item, and fetch what is missing',
        params: ChannelParams,
        response: { 202: Type.Object({}) },
      },
    },
    async ({ agent, params }, reply) => {
      await transact(async (trx) => askToReconcile(trx, await lockMailbox(trx, agent.workspaceId, params.channelId)))
      return reply.code(202).send({})
    },
  )
  app.get(
    '/channels/:channelId/mailbox/failed-mails',
    {
      config: { access: 'agent' },
      schema: {
        summary: 'Mails that were kept but could not be understood, newest first',
        params: ChannelParams,
        response: { 200: Type.Object({ mails: Type.Array(FailedMailBody) }) },
      },
    },
    async ({ agent, params }) => ({ mails: await listFailedMails(db, await find(agent, params)) }),
  )
  app.post(
    '/channels/:channelId/mailbox/failed-mails/retry',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'Try once more to understand them',
        params: ChannelParams,
        response: { 202: Type.Object({ count: Type.Integer() }) },
      },
    },
    async ({ agent, params }, reply) => {
      await find(agent, params)
      const count = await transact((trx) => retryFailedMails(trx, agent, params.channelId))
      return reply.code(202).send({ count })
    },
  )
}
