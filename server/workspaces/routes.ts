import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { DatabaseConnection, Transaction } from '#platform/database/database.ts'
import { AuditEntryBody, MeBody, WorkspaceBody } from '#protocol/members.ts'
import { EmailAddress, Id, LanguageTag, Line, Nullable } from '#protocol/primitives.ts'
import type { Agent } from './agent.ts'
import { listAuditEntries } from './audit.ts'
import { passHeaders } from './auth-routes.ts'
import { getMe } from './me.ts'
import type { SignIn } from './sign-in.ts'
import { changeWorkspace, getWorkspace, openWorkspace } from './workspace.ts'

export const WorkspaceParams = Type.Object({ workspaceId: Id })

export const NewWorkspaceBody = Type.Object(
  { name: Line(120), language: LanguageTag, timeZone: Type.String({ minLength: 1, maxLength: 64 }) },
  { additionalProperties: false },
)

const WorkspaceChangesBody = Type.Partial(
  Type.Object({
    ...NewWorkspaceBody.properties,
    contactEmail: Nullable(EmailAddress),
    contactPhone: Nullable(Type.String({ pattern: '^\\+?[0-9 ()./-]{3,30}$', maxLength: 31 })),
    visitRetentionDays: Type.Integer({ minimum: 1, maximum: 365 }),
  }),
  { additionalProperties: false },
)

/** What a new workspace starts with, in the transaction that makes it. */
export type Furnish = (trx: Transaction, owner: Agent) => Promise<unknown>

type Options = Pick<DatabaseConnection, 'db' | 'transact'> & { signIn: SignIn; furnish: Furnish }

export const workspaceRoutes: FastifyPluginAsyncTypebox<Options> = async (app, { db, transact, signIn, furnish }) => {
  app.get(
    '/api/me',
    {
      config: { access: 'user' },
      schema: { summary: 'Who is signed in, and where they work', response: { 200: MeBody } },
    },
    async (request, reply) => {
      reply.header('set-cookie', await signIn.prolongSession(passHeaders(request)))
      return getMe(db, request.user)
    },
  )
  app.post(
    '/api/workspaces',
    {
      config: { access: 'user' },
      schema: { summary: 'Open another workspace', body: NewWorkspaceBody, response: { 201: WorkspaceBody } },
    },
    async ({ user, body }, reply) => {
      reply.code(201)
      return transact(async (trx) => {
        const { workspace, owner } = await openWorkspace(trx, user, body)
        await furnish(trx, owner)
        return workspace
      })
    },
  )
  app.get(
    '/api/workspaces/:workspaceId',
    {
      config: { access: 'collaborator' },
      schema: { summary: 'The workspace', params: WorkspaceParams, response: { 200: WorkspaceBody } },
    },
    ({ agent }) => getWorkspace(db, agent),
  )
  app.patch(
    '/api/workspaces/:workspaceId',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'Change the workspace',
        params: WorkspaceParams,
        body: WorkspaceChangesBody,
        response: { 200: WorkspaceBody },
      },
    },
    ({ agent, body }) => transact((trx) => changeWorkspace(trx, agent, body)),
  )
  app.get(
    '/api/workspaces/:workspaceId/audit',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'What was done here and by whom, newest first',
        params: WorkspaceParams,
        querystring: Type.Object({
          before: Type.Optional(Id),
          limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
        }),
        response: { 200: Type.Object({ entries: Type.Array(AuditEntryBody) }) },
      },
    },
    async ({ agent, query }) => ({ entries: await listAuditEntries(db, agent, query) }),
  )
}
