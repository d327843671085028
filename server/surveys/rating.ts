import { changeConversation } from '#conversations/changing.ts'
import { threadNotFound } from '#conversations/problems.ts'
import { type Customer, VISITOR_NAME } from '#customers/customer.ts'
import type { Database, Transaction } from '#platform/database/database.ts'
import type { RatingBody, RatingRequest } from '#protocol/surveys.ts'
import { notClosedYet, ratingSettled } from './problems.ts'

/** A customer's own thread in one channel. */
export type RatedThread = { workspaceId: string; channelId: string; threadId: string; customer: Customer }

/** Long enough for second thoughts, short enough that a week's figures stay what they were. */
const CHANGEABLE_MILLISECONDS = 24 * 60 * 60 * 1000

/**
 * Keeps what a customer thinks of our help: one rating a conversation (docs/metrics.md#customer-satisfaction-csat). The
 * same once more changes nothing.
 * @throws threadNotFound when it is not theirs, notClosedYet, ratingSettled a day after the first rating
 */
export async function rateConversation(
  trx: Transaction,
  thread: RatedThread,
  { score, comment: written }: RatingRequest,
): Promise<RatingBody> {
  const { workspaceId, customer } = thread
  const conversation = await conversationsOf(trx, thread)
    .selectAll('conversations')
    .forUpdate('conversations')
    .executeTakeFirst()
  if (!conversation) throw threadNotFound()
  const before = await findRating(trx, thread)
  const ratedAt = new Date()
  const comment = written?.trim() || null
  if (!before && conversation.status !== 'closed') throw notClosedYet()
  if (before && !isChangeable(before, ratedAt)) throw ratingSettled()
  if (before?.score === score && before.comment === comment) return toRatingBody(before)

  const rating = { score, comment, ratedAt, firstRatedAt: before?.firstRatedAt ?? ratedAt }
  const { id: conversationId, channelId, assigneeId } = conversation
  await trx
    .insertInto('conversationRatings')
    .values({ workspaceId, conversationId, customerId: customer.id, channelId, assigneeId, ...rating })
    .onConflict((conflict) =>
      conflict.columns(['workspaceId', 'conversationId']).doUpdateSet({ score, comment, ratedAt }),
    )
    .execute()
  await changeConversation(trx, conversation, {
    type: 'conversation.rated',
    actor: { kind: 'customer', id: customer.id, name: customer.name ?? VISITOR_NAME },
    data: { score, comment, ...(before && { before: before.score }) },
  })
  return toRatingBody(rating)
}

/** Null: not rated yet. @throws threadNotFound when it is not theirs */
export async function readRating(db: Database, thread: RatedThread): Promise<RatingBody | null> {
  const isTheirs = await conversationsOf(db, thread).select('conversations.id').executeTakeFirst()
  if (!isTheirs) throw threadNotFound()
  const rating = await findRating(db, thread)
  return rating ? toRatingBody(rating) : null
}

type Rating = { score: number; comment: string | null; ratedAt: Date; firstRatedAt: Date }

const isChangeable = ({ firstRatedAt }: Rating, at: Date): boolean => at < changeableUntil(firstRatedAt)

const changeableUntil = (firstRatedAt: Date): Date => new Date(firstRatedAt.getTime() + CHANGEABLE_MILLISECONDS)

const toRatingBody = ({ score, comment, ratedAt, firstRatedAt }: Rating): RatingBody => ({
  score,
  comment,
  ratedAt: ratedAt.toISOString(),
  changeableUntil: changeableUntil(firstRatedAt).toISOString(),
})

const findRating = (db: Database | Transaction, thread: RatedThread): Promise<Rating | undefined> =>
  conversationsOf(db, thread)
    .innerJoin('conversationRatings as rating', (join) =>
      join
        .onRef('rating.workspaceId', '=', 'conversations.workspaceId')
        .onRef('rating.conversationId', '=', 'conversations.id'),
    )
    .select(['rating.score', 'rating.comment', 'rating.ratedAt', 'rating.firstRatedAt'])
    .executeTakeFirst()

/** The one conversation in which this thread runs, if the thread is theirs. */
const conversationsOf = (db: Database | Transaction, { workspaceId, channelId, threadId, customer }: RatedThread) =>
  db
    .selectFrom('conversations')
    .innerJoin('threads', (join) =>
      join
        .onRef('threads.workspaceId', '=', 'conversations.workspaceId')
        .onRef('threads.conversationId', '=', 'conversations.id'),
    )
    .where('threads.workspaceId', '=', workspaceId)
    .where('threads.id', '=', threadId)
    .where('threads.channelId', '=', channelId)
    .where('threads.customerId', '=', customer.id)
