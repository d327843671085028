import { defineProblem } from '#platform/problems.ts'

export const customerNotFound = defineProblem({
  type: '/problems/customer-not-found',
  status: 404,
  title: 'There is no such customer',
  help: 'They do not exist in this workspace.',
})
