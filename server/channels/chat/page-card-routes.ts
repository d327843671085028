import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { MayVisit } from '#conversations/visiting-elsewhere.ts'
import type { Database } from '#platform/database/database.ts'
import { notFound } from '#platform/problems.ts'
import { ShownProduct, WebAddress } from '#protocol/content.ts'
import { Id } from '#protocol/primitives.ts'
import { readSettings } from '../channel.ts'
import { cardReader } from './page-card.ts'

type Options = { db: Database; mayVisit?: MayVisit }

export const pageCardRoutes: FastifyPluginAsyncTypebox<Options> = async (app, { db, mayVisit }) => {
  const readCard = cardReader()
  app.get(
    '/channels/:channelId/page-card',
    {
      config: { access: 'agent', rateLimit: { max: 60, timeWindow: '1 minute' } },
      schema: {
        tags: ['Channels'],
        summary: 'A page of the shop as a card for a chat',
        description: 'What the page says about itself: title, picture, price (Open Graph).',
        params: Type.Object({ workspaceId: Id, channelId: Id }),
        querystring: Type.Object({ url: WebAddress }, { additionalProperties: false }),
        response: { 200: ShownProduct },
      },
    },
    async ({ agent, params, query }) => {
      const channel = await db
        .selectFrom('channels')
        .where('workspaceId', '=', agent.workspaceId)
        .where('id', '=', params.channelId)
        .where('kind', '=', 'chat')
        .select('settings')
        .executeTakeFirst()
      if (!channel) throw notFound()
      return readCard(query.url, { origins: readSettings(channel.settings).allowedOrigins ?? [], mayVisit })
    },
  )
}
