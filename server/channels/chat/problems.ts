import { defineProblem } from '#platform/problems.ts'

export const chatChannelNotFound = defineProblem({
  type: '/problems/chat-channel-not-found',
  status: 404,
  title: 'There is no such chat window',
  help: 'Copy the script tag from the channel’s settings again; `data-channel` names the channel.',
})
export const pageNotAllowed = defineProblem({
  type: '/problems/page-not-allowed',
  status: 403,
  title: 'This page may not show the chat window',
  help: 'Add the page’s origin, for example https://shop.example, to the channel’s settings.',
})
export const visitorUnknown = defineProblem({
  type: '/problems/visitor-unknown',
  status: 401,
  title: 'The visitor is not known',
  help: 'Open a session first and send its token as `Authorization: Bearer …`.',
})
export const identityNotValid = defineProblem({
  type: '/problems/identity-not-valid',
  status: 400,
  title: 'The customer’s identity is not valid',
  help: 'Sign a JWT (HS256) with the channel’s identity secret, with `sub` and an `exp` at most a day away.',
})
