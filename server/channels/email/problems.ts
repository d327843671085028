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
export const consentNotOffered = defineProblem({
  type: '/problems/consent-not-offered',
  status: 409,
  title: 'This server is not registered with that provider',
  help: 'Its operator registers it with Google or Microsoft and sets the client id (see docs/operating.md). Until then, use a password.',
})
export const consentNeedsBrowser = defineProblem({
  type: '/problems/consent-needs-browser',
  status: 409,
  title: 'Signing in at a provider takes a person at a browser',
  help: 'Sign in to the desk and begin it there; an API key cannot.',
})
export const consentNotValid = defineProblem({
  type: '/problems/consent-not-valid',
  status: 400,
  title: 'Nobody here asked for this',
  help: 'Go back to the channel’s settings and sign in from there.',
})
