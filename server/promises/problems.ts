import { defineProblem } from '#platform/problems.ts'

export const breakNotPossible = defineProblem({
  type: '/problems/break-not-possible',
  status: 409,
  title: 'A break must end later than now, and within a day',
  help: 'Give an instant within the next 24 hours; for longer closures make an exception in the opening hours.',
})
