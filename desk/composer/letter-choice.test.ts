import assert from 'node:assert/strict'
import { test } from 'node:test'
import { choiceOf, envelopeOf, peopleOf, whyNotSent } from './letter-choice.ts'

const person = (name: string) => ({ name, address: `${name.toLowerCase()}@home.example` })
const [mari, jaan, kai] = [person('Mari'), person('Jaan'), person('Kai')]
const proposed = { threadId: 't', isLetter: true, subject: 'Re: Lost parcel', to: [mari], cc: [jaan] }

test('an answer goes to all unless its writer wants it otherwise', () => {
  assert.deepEqual(peopleOf({}, proposed), { to: [mari], cc: [jaan], bcc: [] })
  assert.deepEqual(peopleOf({ isToAll: false }, proposed), { to: [mari], cc: [], bcc: [] })
  assert.deepEqual(peopleOf({ people: { to: [kai], cc: [], bcc: [mari] } }, proposed).to, [kai])
})

test('what the writer saw is what is sent; the subject only where it was changed', () => {
  assert.deepEqual(envelopeOf({}, proposed), { to: [mari], cc: [jaan], bcc: [] })
  assert.deepEqual(envelopeOf({ subject: ' Re: Lost parcel ' }, proposed), { to: [mari], cc: [jaan], bcc: [] })
  assert.equal(envelopeOf({ subject: 'Found' }, proposed).subject, 'Found')
})

test('when nothing was proposed yet, the server decides', () => {
  assert.deepEqual(envelopeOf({}, undefined), {})
})

test('a letter to nobody, or to what is no address, is not sent', () => {
  assert.equal(whyNotSent({ to: [mari], cc: [], bcc: [] }), null)
  assert.equal(whyNotSent({ to: [], cc: [mari], bcc: [] }), 'Nobody stands in To.')
  assert.equal(whyNotSent({ to: [mari], cc: [{ wrong: 'jaan@' }], bcc: [] }), '“jaan@” is not a mail address.')
})

test('what was taken back has the same envelope again', () => {
  const choice = choiceOf(envelopeOf({ isToAll: false, subject: 'Found' }, proposed))
  assert.deepEqual(envelopeOf(choice, { ...proposed, to: [kai] }), { to: [mari], cc: [], bcc: [], subject: 'Found' })
  assert.deepEqual(choiceOf({}), {})
})
