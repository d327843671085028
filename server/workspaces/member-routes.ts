import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { DatabaseConnection } from '#platform/database/database.ts'
import { MemberBody, Role, TeamBody } from '#protocol/members.ts'
import { Id, Line, Nullable, Text } from '#protocol/primitives.ts'
import { changeMember, deactivateMember, listMembers, reactivateMember } from './member.ts'
import { WorkspaceParams } from './routes.ts'
import { addToTeam, createTeam, listTeams, removeFromTeam, removeTeam, renameTeam } from './team.ts'

const MemberParams = Type.Object({ workspaceId: Id, memberId: Id })
const TeamParams = Type.Object({ workspaceId: Id, teamId: Id })
const TeamMemberParams = Type.Object({ workspaceId: Id, teamId: Id, memberId: Id })
const TeamName = Type.Object({ name: Line(80) }, { additionalProperties: false })
const MemberChanges = Type.Object(
  { name: Type.Optional(Line(120)), role: Type.Optional(Role), signature: Type.Optional(Nullable(Text(2_000))) },
  { additionalProperties: false },
)

type Options = Pick<DatabaseConnection, 'db' | 'transact'>

export const memberRoutes: FastifyPluginAsyncTypebox<Options> = async (app, { db, transact }) => {
  app.get(
    '/api/workspaces/:workspaceId/members',
    {
      config: { access: 'collaborator' },
      schema: {
        summary: 'Everyone who works or worked here',
        params: WorkspaceParams,
        response: { 200: Type.Object({ members: Type.Array(MemberBody) }) },
      },
    },
    async ({ agent }) => ({ members: await listMembers(db, agent) }),
  )
  app.patch(
    '/api/workspaces/:workspaceId/members/:memberId',
    {
      config: { access: 'collaborator' },
      schema: {
        summary: 'Change a name, signature or role; the first two everyone may for themselves',
        params: MemberParams,
        body: MemberChanges,
        response: { 200: MemberBody },
      },
    },
    ({ agent, params, body }) => transact((trx) => changeMember(trx, agent, params.memberId, body)),
  )
  app.put(
    '/api/workspaces/:workspaceId/members/:memberId/deactivation',
    {
      config: { access: 'admin' },
      schema: { summary: 'Shut a member out', params: MemberParams, response: { 200: MemberBody } },
    },
    ({ agent, params }) => transact((trx) => deactivateMember(trx, agent, params.memberId)),
  )
  app.delete(
    '/api/workspaces/:workspaceId/members/:memberId/deactivation',
    {
      config: { access: 'admin' },
      schema: { summary: 'Let a member in again', params: MemberParams, response: { 200: MemberBody } },
    },
    ({ agent, params }) => transact((trx) => reactivateMember(trx, agent, params.memberId)),
  )
}

export const teamRoutes: FastifyPluginAsyncTypebox<Options> = async (app, { db, transact }) => {
  app.get(
    '/api/workspaces/:workspaceId/teams',
    {
      config: { access: 'collaborator' },
      schema: {
        summary: 'All teams',
        params: WorkspaceParams,
        response: { 200: Type.Object({ teams: Type.Array(TeamBody) }) },
      },
    },
    async ({ agent }) => ({ teams: await listTeams(db, agent) }),
  )
  app.post(
    '/api/workspaces/:workspaceId/teams',
    {
      config: { access: 'admin' },
      schema: { summary: 'Make a team', params: WorkspaceParams, body: TeamName, response: { 201: TeamBody } },
    },
    async ({ agent, body }, reply) => {
      reply.code(201)
      return transact((trx) => createTeam(trx, agent, body.name))
    },
  )
  app.patch(
    '/api/workspaces/:workspaceId/teams/:teamId',
    {
      config: { access: 'admin' },
      schema: { summary: 'Rename a team', params: TeamParams, body: TeamName, response: { 200: TeamBody } },
    },
    ({ agent, params, body }) => transact((trx) => renameTeam(trx, agent, params.teamId, body.name)),
  )
  app.delete(
    '/api/workspaces/:workspaceId/teams/:teamId',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'Remove a team; its conversations stay',
        params: TeamParams,
        response: { 204: Type.Null() },
      },
    },
    async ({ agent, params }, reply) => {
      await transact((trx) => removeTeam(trx, agent, params.teamId))
      return reply.code(204).send(null)
    },
  )
  app.put(
    '/api/workspaces/:workspaceId/teams/:teamId/members/:memberId',
    {
      config: { access: 'admin' },
      schema: { summary: 'Add a member to a team', params: TeamMemberParams, response: { 200: TeamBody } },
    },
    ({ agent, params }) => transact((trx) => addToTeam(trx, agent, params.teamId, params.memberId)),
  )
  app.delete(
    '/api/workspaces/:workspaceId/teams/:teamId/members/:memberId',
    {
      config: { access: 'admin' },
      schema: { summary: 'Take a member out of a team', params: TeamMemberParams, response: { 200: TeamBody } },
    },
    ({ agent, params }) => transact((trx) => removeFromTeam(trx, agent, params.teamId, params.memberId)),
  )
}
