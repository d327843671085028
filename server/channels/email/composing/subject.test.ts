import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerSubject } from './subject.ts'

test('an answer has one mark of answering, whichever language and program put how many before', () => {
  for (const subject of [
    'Lost parcel',
    'Re: Lost parcel',
    'RE: Re: Lost parcel',
    'Vs: VS: Lost parcel',
    'SV: AW: Antw: Lost parcel',
    'Ответ: Отв: Lost parcel',
    'Atb.: Ats: Lost parcel',
    'Re[2]: Lost parcel',
    'RE (3): Lost parcel',
    'Re^2: Lost parcel',
    '  Re :Lost parcel ',
    '回复：Lost parcel',
    'Re:\r\n Lost\tparcel',
  ])
    assert.equal(answerSubject(subject), 'Re: Lost parcel', subject)
})

test('what only looks like a mark, or marks something else, stays', () => {
  assert.equal(answerSubject('Reklamatsioon: katki'), 'Re: Reklamatsioon: katki')
  assert.equal(answerSubject('Fwd: Re: katki'), 'Re: Fwd: Re: katki')
  assert.equal(answerSubject('Resume: my order'), 'Re: Resume: my order')
  assert.equal(answerSubject('12345: Vs'), 'Re: 12345: Vs')
})

test('a subject cannot begin another header', () => {
  assert.equal(answerSubject('Hi\r\nBcc: eve@evil.example\u0000'), 'Re: Hi Bcc: eve@evil.example')
})
