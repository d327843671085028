import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { allowPages, type ChatAsking, ThreadParams } from '#channels/chat/asking.ts'
import { threadNotFound } from '#conversations/problems.ts'
import type { DatabaseConnection } from '#platform/database/database.ts'
import { RatingBody, RatingRequest, ThreadRatingBody } from '#protocol/surveys.ts'
import { rateConversation, readRating } from './rating.ts'

type RatingRoutesOptions = { connection: DatabaseConnection; asking: ChatAsking }

/** Beside the chat window's own routes: how it was, once a conversation is closed. */
export const ratingRoutes: FastifyPluginAsyncTypebox<RatingRoutesOptions> = async (app, { connection, asking }) => {
  const tags = ['Chat window']
  app.addHook('onRequest', async (_request, answer) => {
    allowPages(answer)
    answer.header('cache-control', 'no-store')
  })

  app.get(
    '/:channelKey/threads/:threadId/rating',
    {
      config: { access: 'visitor' },
      schema: {
        tags,
        summary: 'How the visitor has rated a conversation',
        params: ThreadParams,
        response: { 200: ThreadRatingBody },
      },
    },
    async (request) => {
      const whose = await asking.whoAsks(request.params, request)
      if (!whose) throw threadNotFound()
      return { rating: await readRating(connection.db, { ...whose, threadId: request.params.threadId }) }
    },
  )
  app.post(
    '/:channelKey/threads/:threadId/rating',
    {
      config: { access: 'visitor', rateLimit: { max: 30, timeWindow: '1 minute' } },
      schema: {
        tags,
        summary: 'Rate a closed conversation',
        description: 'One rating a conversation; it can be changed for a day.',
        params: ThreadParams,
        body: RatingRequest,
        response: { 200: RatingBody },
      },
    },
    async (request) => {
      const whose = await asking.whoAsks(request.params, request)
      if (!whose) throw threadNotFound()
      const thread = { ...whose, threadId: request.params.threadId }
      return connection.transact((trx) => rateConversation(trx, thread, request.body))
    },
  )
}
