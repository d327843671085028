import { defineProblem } from '#platform/problems.ts'

export const mailboxNotFound = defineProblem({
  type: '/problems/mailbox-not-found',
  status: 404,
  title: 'There is no such mailbox',
  help: 'It does not exist in this workspace, or the channel is none for e-mail.',
})
export const mailboxConnected = defineProblem({
  type: '/problems/mailbox-connected',
  status: 409,
  title: 'This mailbox is connected already',
  help: 'Change the channel that it has, or give another address.',
})
export const passwordNeeded = defineProblem({
  type: '/problems/password-needed',
  status: 409,
  title: 'A new mail server needs the password again',
  help: 'A stored password is only ever sent to the server it was given for. Send `password` (or `outgoingPassword`) too.',
})
