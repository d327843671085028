import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerSubject } from './subjects.ts'

test('an answer has one mark of answering, whichever language and program put how many before', () => {
  for (const subject of [
    'Lost parcel',
    'Re: Lost parcel',
    'RE: Re: Lost parcel',
    'Vs: VS: Lost parcel',
    'SV: AW: Antw: Lost parcel',
    'Ответ: Отв: Lost parcel',
    'Atb.: Ats: Lost parcel',
    'Fwd: Edasi: VL: Lost parcel',
    'Re[2]: Lost parcel',
    'RE (3): Lost parcel',
    'Re^2: Lost parcel',
    '  Re :Lost parcel ',
    '回复：Lost parcel',
    'Re:\r\n Lost\tparcel',
  ])
    assert.equal(answerSubject(subject), 'Re: Lost parcel', subject)
})

test('what only looks like a mark stays', () => {
  assert.equal(answerSubject('Reklamatsioon: katki'), 'Re: Reklamatsioon: katki')
  assert.equal(answerSubject('Resume: my order'), 'Re: Resume: my order')
  assert.equal(answerSubject('12345: Vs'), 'Re: 12345: Vs')
})

test('no subject has no answer', () => {
  assert.equal(answerSubject(null), '')
})
