import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLog } from './log.ts'

test('an error is logged with its code and place, without what a database or a mail server adds of others', () => {
  const lines: string[] = []
  const log = createLog('info', { write: (line) => void lines.push(line) })
  const cause = new Error('550 <cleo@mail.example>: no such user')
  const error = Object.assign(new Error('It broke for õun@mail.example.', { cause }), {
    code: '23505',
    detail: 'Key (value)=(cleo@mail.example) already exists.',
    executedCommand: 'A1 LOGIN info@shop.example rowan',
  })

  log.warn({ err: error }, 'It failed')

  const [line = ''] = lines
  assert.doesNotMatch(line, /cleo|õun|rowan|shop\.example/)
  const { err, msg } = JSON.parse(line)
  assert.equal(msg, 'It failed')
  assert.deepEqual([err.type, err.code], ['Error', '23505'])
  assert.match(err.message, /^It broke for \(an address\).*: 550 <\(an address\)>: no such user$/)
  assert.match(err.stack, /log\.test\.ts/)
})
