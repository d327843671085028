import { defineProblem } from '#platform/problems.ts'

export const foreignOrigin = defineProblem({
  type: '/problems/foreign-origin',
  status: 403,
  title: 'This page may not act for you here',
  help: 'Requests that change something with a session cookie must come from our own pages. Programs use an API key.',
})
export const lastOwner = defineProblem({
  type: '/problems/last-owner',
  status: 409,
  title: 'A workspace keeps at least one owner',
  help: 'Make another member owner first.',
})
export const photoNotReadable = defineProblem({
  type: '/problems/photo-not-readable',
  status: 415,
  title: 'This is no picture that can be shown',
  help: 'Send a JPEG, PNG, WebP, GIF or AVIF.',
})
export const alreadyMember = defineProblem({
  type: '/problems/already-member',
  status: 409,
  title: 'This person already works here',
  help: 'Change their role or reactivate them instead.',
})
export const accountExists = defineProblem({
  type: '/problems/account-exists',
  status: 409,
  title: 'This e-mail address already signs in here',
  help: 'Sign in with it, then accept the invitation.',
})
export const otherInvitee = defineProblem({
  type: '/problems/other-invitee',
  status: 409,
  title: 'This invitation is for someone else',
  help: 'Sign out, or sign in with the e-mail address that was invited.',
})
export const linkExpired = defineProblem({
  type: '/problems/link-expired',
  status: 410,
  title: 'This link no longer works',
  help: 'It was used, taken back, or is too old. Ask for a new one.',
})
export const worksElsewhere = defineProblem({
  type: '/problems/works-elsewhere',
  status: 409,
  title: 'This person also works in a workspace that you do not look after',
  help: 'They change their password themselves, or whoever runs the server gives them a sign-in link.',
})
export const teamExists = defineProblem({
  type: '/problems/team-exists',
  status: 409,
  title: 'There is already a team of this name',
  help: 'Choose another name.',
})
export const alreadySetUp = defineProblem({
  type: '/problems/already-set-up',
  status: 409,
  title: 'Infolett is already set up',
  help: 'Sign in, or ask an owner for an invitation.',
})
export const wrongSetUpToken = defineProblem({
  type: '/problems/wrong-set-up-token',
  status: 403,
  title: 'This is not the set-up link of this server',
  help: 'Open the set-up link that the server printed when it started.',
})
