import { defineProblem } from '#platform/problems.ts'

export const noIdentitySecret = defineProblem({
  type: '/problems/no-identity-secret',
  status: 409,
  title: 'Only chat channels have an identity secret',
  help: 'Choose a chat channel.',
})
