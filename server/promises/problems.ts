import { defineProblem } from '#platform/problems.ts'

export const channelNotFound = defineProblem({
  type: '/problems/channel-not-found',
  status: 404,
  title: 'There is no such channel',
  help: 'Copy the channel’s key, or the workspace’s id, from its settings again.',
})
export const breakNotPossible = defineProblem({
  type: '/problems/break-not-possible',
  status: 409,
  title: 'A break must end later than now, and within a day',
  help: 'Give an instant within the next 24 hours; for longer closures make an exception in the opening hours.',
})
