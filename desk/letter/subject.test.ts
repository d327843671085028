import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerSubject, bareSubject, isOtherSubject } from './subject.ts'

test('what mail programs put before a subject does not make it another one', () => {
  for (const subject of [
    'Lost parcel',
    'Re: Lost parcel',
    'Vs: RE[2]: lost parcel',
    'SV: Fwd: Lost  parcel',
    'Отв: Lost parcel',
  ])
    assert.equal(isOtherSubject(subject, 'Lost parcel'), false, subject)
  assert.equal(isOtherSubject('Re: Another matter', 'Lost parcel'), true)
  assert.equal(isOtherSubject('Reklamatsioon: Lost parcel', 'Lost parcel'), true)
})

test('a letter or conversation without a subject is about the same', () => {
  assert.equal(isOtherSubject(null, 'Lost parcel'), false)
  assert.equal(isOtherSubject('Re:', 'Lost parcel'), false)
  assert.equal(isOtherSubject('Lost parcel', null), false)
})

test('an answer has one mark of answering', () => {
  assert.equal(answerSubject('Re: Vs: Lost parcel'), 'Re: Lost parcel')
  assert.equal(answerSubject(null), '')
  assert.equal(bareSubject('Resume of my order'), 'Resume of my order')
})
