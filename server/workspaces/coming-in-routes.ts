import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { DatabaseConnection } from '#platform/database/database.ts'
import type { Secrets } from '#platform/secrets.ts'
import { InvitationBody, NewInvitationBody, OpenInvitationBody, Role } from '#protocol/members.ts'
import { EmailAddress, Id, Line } from '#protocol/primitives.ts'
import { passHeaders } from './auth-routes.ts'
import { acceptInvitation, getOpenInvitation, invite, listInvitations, revokeInvitation } from './invitation.ts'
import { makePasswordLink, usePasswordLink } from './password-link.ts'
import { type Furnish, NewWorkspaceBody, WorkspaceParams } from './routes.ts'
import { findUser } from './session.ts'
import { isSetUpNeeded, setUp } from './setting-up.ts'
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH, type SignIn } from './sign-in.ts'

const NewPassword = Type.String({ minLength: MIN_PASSWORD_LENGTH, maxLength: MAX_PASSWORD_LENGTH })
const TokenParams = Type.Object({ token: Type.String({ maxLength: 200 }) })
const EnteredBody = Type.Object({ workspaceId: Id })

/** Guessing a token or hashing passwords for strangers is not worth anybody's while. */
const fewAMinute = { rateLimit: { max: 30, timeWindow: '1 minute' } }

type Options = Pick<DatabaseConnection, 'db' | 'transact'> & {
  signIn: SignIn
  secrets: Pick<Secrets, 'verify'>
  furnish: Furnish
}

/** How people come in: the first by set-up, the others by invitation; who forgot a password by a password link. */
export const comingInRoutes: FastifyPluginAsyncTypebox<Options> = async (app, options) => {
  await app.register(setUpRoutes, options)
  await app.register(invitationRoutes, options)
  await app.register(passwordLinkRoutes, options)
}

const setUpRoutes: FastifyPluginAsyncTypebox<Options> = async (app, { db, transact, signIn, secrets, furnish }) => {
  app.get(
    '/api/setup',
    {
      config: { access: 'public' },
      schema: {
        summary: 'Whether the first workspace is still to be made',
        response: { 200: Type.Object({ isNeeded: Type.Boolean() }) },
      },
    },
    async () => ({ isNeeded: await isSetUpNeeded(db) }),
  )
  app.post(
    '/api/setup',
    {
      config: { access: 'public', ...fewAMinute },
      schema: {
        summary: 'Make the first workspace and its owner, who is then signed in',
        body: Type.Object(
          {
            token: Type.String({ maxLength: 200 }),
            workspaceName: NewWorkspaceBody.properties.name,
            language: NewWorkspaceBody.properties.language,
            timeZone: NewWorkspaceBody.properties.timeZone,
            name: Line(120),
            email: EmailAddress,
            password: NewPassword,
          },
          { additionalProperties: false },
        ),
        response: { 201: EnteredBody },
      },
    },
    async (request, reply) => {
      const { token, workspaceName, language, timeZone, ...owner } = request.body
      const workspace = { name: workspaceName, language, timeZone }
      const { workspaceId } = await transact(async (trx) => {
        const agent = await setUp(trx, secrets, { token, owner, workspace })
        await furnish(trx, agent)
        return agent
      })
      reply.header('set-cookie', await signIn.signIn(owner.email, owner.password, passHeaders(request)))
      reply.code(201)
      return { workspaceId }
    },
  )
}

const invitationRoutes: FastifyPluginAsyncTypebox<Options> = async (app, { db, transact, signIn }) => {
  app.get(
    '/api/workspaces/:workspaceId/invitations',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'Invitations that can still be accepted',
        params: WorkspaceParams,
        response: { 200: Type.Object({ invitations: Type.Array(InvitationBody) }) },
      },
    },
    async ({ agent }) => ({ invitations: await listInvitations(db, agent) }),
  )
  app.post(
    '/api/workspaces/:workspaceId/invitations',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'Invite someone; the link is shown once and works for 7 days',
        params: WorkspaceParams,
        body: Type.Object({ email: EmailAddress, role: Role }, { additionalProperties: false }),
        response: { 201: NewInvitationBody },
      },
    },
    async ({ agent, body }, reply) => {
      reply.code(201)
      return transact((trx) => invite(trx, agent, { ...body, url: signIn.url() }))
    },
  )
  app.delete(
    '/api/workspaces/:workspaceId/invitations/:invitationId',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'Take an invitation back',
        params: Type.Object({ workspaceId: Id, invitationId: Id }),
        response: { 204: Type.Null() },
      },
    },
    async ({ agent, params }, reply) => {
      await transact((trx) => revokeInvitation(trx, agent, params.invitationId))
      return reply.code(204).send(null)
    },
  )
  app.get(
    '/api/invitations/:token',
    {
      config: { access: 'public', ...fewAMinute },
      schema: { summary: 'What this link invites to', params: TokenParams, response: { 200: OpenInvitationBody } },
    },
    ({ params }) => getOpenInvitation(db, params.token),
  )
  app.post(
    '/api/invitations/:token/acceptance',
    {
      config: { access: 'public', ...fewAMinute },
      schema: {
        summary: 'Accept, signed in with the invited address or with a name and password for a new account',
        params: TokenParams,
        body: Type.Object(
          { name: Type.Optional(Line(120)), password: Type.Optional(NewPassword) },
          { additionalProperties: false },
        ),
        response: { 200: EnteredBody },
      },
    },
    async (request, reply) => {
      const { params, body, headers } = request
      const session = signIn.findSessionToken(headers.cookie)
      const user = session ? await findUser(db, session) : undefined
      const { workspaceId, newEmail } = await transact((trx) => acceptInvitation(trx, params.token, { user, ...body }))
      if (newEmail && body.password)
        reply.header('set-cookie', await signIn.signIn(newEmail, body.password, passHeaders(request)))
      return { workspaceId }
    },
  )
}

const passwordLinkRoutes: FastifyPluginAsyncTypebox<Options> = async (app, { transact, signIn }) => {
  app.post(
    '/api/workspaces/:workspaceId/members/:memberId/password-links',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'Make a link by which a member chooses a new password, once, within 24 hours',
        params: Type.Object({ workspaceId: Id, memberId: Id }),
        response: { 201: Type.Object({ link: Type.String() }) },
      },
    },
    async ({ agent, params }, reply) => {
      reply.code(201)
      return { link: await transact((trx) => makePasswordLink(trx, agent, params.memberId, signIn.url())) }
    },
  )
  app.post(
    '/api/password-links/:token',
    {
      config: { access: 'public', ...fewAMinute },
      schema: {
        summary: 'Choose a new password; this ends all sessions of the person',
        params: TokenParams,
        body: Type.Object({ password: NewPassword }, { additionalProperties: false }),
        response: { 204: Type.Null() },
      },
    },
    async ({ params, body }, reply) => {
      await transact((trx) => usePasswordLink(trx, params.token, body.password))
      return reply.code(204).send(null)
    },
  )
}
