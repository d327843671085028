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
export const linkNotValid = defineProblem({
  type: '/problems/link-not-valid',
  status: 410,
  title: 'This link is no longer good',
  help: 'A link into a conversation is good for thirty days. Ask for another one in the chat window.',
})
export const cannotSendMail = defineProblem({
  type: '/problems/cannot-send-mail',
  status: 409,
  title: 'This shop cannot send e-mail from its chat',
  help: 'An admin connects a mailbox with a sending server under Settings → Channels.',
})
export const addressNeeded = defineProblem({
  type: '/problems/address-needed',
  status: 422,
  title: 'Nobody knows where to send it',
  help: 'Send an `email`, or leave an address first.',
})
export const nothingToSend = defineProblem({
  type: '/problems/nothing-to-send',
  status: 404,
  title: 'Nobody has answered in this conversation yet',
  help: 'A transcript can be had once there is an answer in it.',
})
export const tooManyMails = defineProblem({
  type: '/problems/too-many-mails',
  status: 429,
  title: 'Too many mails were asked for today',
  help: 'Five a day go to one address and for one customer. Try again tomorrow.',
})
export const pageNotShown = defineProblem({
  type: '/problems/page-not-shown',
  status: 404,
  title: 'This page cannot be shown as a card',
  help: 'Only pages of the shop can, those whose addresses are in the settings of the chat window, and only what anybody may see.',
})
