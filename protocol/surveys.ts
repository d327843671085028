import { type Static, Type } from 'typebox'
import { Instant, Nullable, Text } from './primitives.ts'

export const Score = Type.Integer({ minimum: 1, maximum: 5, description: '1 very bad, 5 very good.' })

export const RatingRequest = Type.Object(
  { score: Score, comment: Type.Optional(Nullable(Text(2_000))) },
  { additionalProperties: false },
)
export type RatingRequest = Static<typeof RatingRequest>

export const RatingBody = Type.Object({
  score: Score,
  comment: Nullable(Type.String()),
  ratedAt: Instant,
  changeableUntil: Instant,
})
export type RatingBody = Static<typeof RatingBody>

/** null: not rated yet. */
export const ThreadRatingBody = Type.Object({ rating: Nullable(RatingBody) })
export type ThreadRatingBody = Static<typeof ThreadRatingBody>
