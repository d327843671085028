import { defineProblem } from '#platform/problems.ts'

export const notClosedYet = defineProblem({
  type: '/problems/not-closed-yet',
  status: 409,
  title: 'The conversation is not closed yet',
  help: 'It can be rated once the team has closed it.',
})
export const ratingSettled = defineProblem({
  type: '/problems/rating-settled',
  status: 409,
  title: 'The rating can no longer be changed',
  help: 'A conversation has one rating, which can be changed for a day.',
})
