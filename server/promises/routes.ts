import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { DatabaseConnection } from '#platform/database/database.ts'
import { Id } from '#protocol/primitives.ts'
import {
  BreakBody,
  ChannelPromise,
  ChannelPromiseBody,
  HolidayBody,
  HolidayCountry,
  HoursPreviewBody,
  NewBreak,
  OpeningHours,
  OpeningHoursBody,
} from '#protocol/promises.ts'
import type { Agent } from '#workspaces/agent.ts'
import { endBreakEarly, listBreaks, startBreak } from './breaks.ts'
import { defaultPromise, getStoredPromise, setChannelPromise } from './channel-promise.ts'
import { listHolidays } from './holidays.ts'
import { getOpeningHours, setOpeningHours, unsetOpeningHours } from './opening-hours.ts'
import { previewHours } from './previewing.ts'
import type { Promises } from './promise.ts'

const WorkspaceParams = Type.Object({ workspaceId: Id })
const ChannelParams = Type.Object({ workspaceId: Id, channelId: Id })

type Options = Pick<DatabaseConnection, 'db' | 'transact'> & { promises: Pick<Promises, 'stateOf'> }

/** Under `/api/workspaces/:workspaceId`. */
export const promiseRoutes: FastifyPluginAsyncTypebox<Options> = async (app, { db, transact, promises }) => {
  const sayPromise = async (agent: Agent, channelId: string) => {
    const { kind, own } = await getStoredPromise(db, agent, channelId)
    const standing = await promises.stateOf({ workspaceId: agent.workspaceId, channelId })
    return { own, counts: own ?? defaultPromise(kind), ...standing }
  }
  app.get(
    '/opening-hours',
    {
      config: { access: 'agent' },
      schema: {
        summary: 'The opening hours of all channels that have none of their own',
        params: WorkspaceParams,
        response: { 200: OpeningHoursBody },
      },
    },
    ({ agent }) => getOpeningHours(db, agent, null),
  )
  app.put(
    '/opening-hours',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'Set the opening hours',
        params: WorkspaceParams,
        body: OpeningHours,
        response: { 200: OpeningHoursBody },
      },
    },
    ({ agent, body }) => transact((trx) => setOpeningHours(trx, agent, null, body)),
  )
  app.delete(
    '/opening-hours',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'Have no opening hours: always open, and nothing is said about them',
        params: WorkspaceParams,
        response: { 200: OpeningHoursBody },
      },
    },
    ({ agent }) => transact((trx) => unsetOpeningHours(trx, agent, null)),
  )
  app.post(
    '/opening-hours/previews',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'What opening hours would mean now, without saving them',
        params: WorkspaceParams,
        body: OpeningHours,
        response: { 200: HoursPreviewBody },
      },
    },
    ({ body }) => previewHours(body, new Date()),
  )
  app.get(
    '/channels/:channelId/opening-hours',
    {
      config: { access: 'agent' },
      schema: {
        summary: 'A channel’s own opening hours, and those that count',
        params: ChannelParams,
        response: { 200: OpeningHoursBody },
      },
    },
    ({ agent, params }) => getOpeningHours(db, agent, params.channelId),
  )
  app.put(
    '/channels/:channelId/opening-hours',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'Give a channel opening hours of its own',
        params: ChannelParams,
        body: OpeningHours,
        response: { 200: OpeningHoursBody },
      },
    },
    ({ agent, params, body }) => transact((trx) => setOpeningHours(trx, agent, params.channelId, body)),
  )
  app.delete(
    '/channels/:channelId/opening-hours',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'Let a channel keep the workspace’s opening hours',
        params: ChannelParams,
        response: { 200: OpeningHoursBody },
      },
    },
    ({ agent, params }) => transact((trx) => unsetOpeningHours(trx, agent, params.channelId)),
  )
  app.get(
    '/channels/:channelId/promise',
    {
      config: { access: 'agent' },
      schema: {
        summary: 'What a channel promises, and whether it keeps it now',
        params: ChannelParams,
        response: { 200: ChannelPromiseBody },
      },
    },
    ({ agent, params }) => sayPromise(agent, params.channelId),
  )
  app.put(
    '/channels/:channelId/promise',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'Set what a channel promises',
        params: ChannelParams,
        body: ChannelPromise,
        response: { 200: ChannelPromiseBody },
      },
    },
    async ({ agent, params, body }) => {
      await transact((trx) => setChannelPromise(trx, agent, params.channelId, body))
      return sayPromise(agent, params.channelId)
    },
  )
  app.delete(
    '/channels/:channelId/promise',
    {
      config: { access: 'admin' },
      schema: {
        summary: 'Let a channel promise what its kind does by default',
        params: ChannelParams,
        response: { 200: ChannelPromiseBody },
      },
    },
    async ({ agent, params }) => {
      await transact((trx) => setChannelPromise(trx, agent, params.channelId, null))
      return sayPromise(agent, params.channelId)
    },
  )
  app.get(
    '/holidays',
    {
      config: { access: 'agent' },
      schema: {
        summary: 'Public holidays of a country in a year',
        params: WorkspaceParams,
        querystring: Type.Object(
          { country: HolidayCountry, year: Type.Integer({ minimum: 2000, maximum: 2099 }) },
          { additionalProperties: false },
        ),
        response: { 200: Type.Object({ holidays: Type.Array(HolidayBody) }) },
      },
    },
    async ({ query }) => ({ holidays: await listHolidays(query.country, [query.year]) }),
  )
  app.get(
    '/breaks',
    {
      config: { access: 'agent' },
      schema: {
        summary: 'Breaks that run now',
        params: WorkspaceParams,
        response: { 200: Type.Object({ breaks: Type.Array(BreakBody) }) },
      },
    },
    async ({ agent }) => ({ breaks: await listBreaks(db, agent) }),
  )
  app.post(
    '/breaks',
    {
      config: { access: 'agent' },
      schema: {
        summary: 'Start a break: customers see when it ends',
        params: WorkspaceParams,
        body: NewBreak,
        response: { 201: BreakBody },
      },
    },
    async ({ agent, body: { channelId = null, until, note = null } }, reply) => {
      reply.code(201)
      return transact((trx) => startBreak(trx, agent, { channelId, until: new Date(until), note }))
    },
  )
  app.delete(
    '/breaks/:breakId',
    {
      config: { access: 'agent' },
      schema: {
        summary: 'End a break before its time',
        params: Type.Object({ workspaceId: Id, breakId: Id }),
        response: { 204: Type.Null() },
      },
    },
    async ({ agent, params }, reply) => {
      await transact((trx) => endBreakEarly(trx, agent, params.breakId))
      return reply.code(204).send(null)
    },
  )
}
