import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DeliveryState } from '#protocol/conversations.ts'
import { undoLeftMs } from './undoing.ts'

const at = (second: number) => new Date(Date.UTC(2026, 10, 20, 9, 0, second)).toISOString()
const ms = (second: number) => Date.parse(at(second))
const message = (state: DeliveryState, undoUntil: string | null) => ({
  id: 'm1',
  sentAt: at(0),
  delivery: { state, failure: null, undoUntil },
})

test('a message can be taken back until its time has come', () => {
  assert.equal(undoLeftMs(message('queued', at(5)), ms(0), ms(2)), 3_000)
  assert.equal(undoLeftMs(message('queued', at(5)), ms(0), ms(5)), 0)
  assert.equal(undoLeftMs(message('queued', at(5)), ms(0), ms(9)), 0)
})

test('what has left, or left at once, cannot be taken back', () => {
  assert.equal(undoLeftMs(message('sent', at(5)), ms(0), ms(2)), 0)
  assert.equal(undoLeftMs(message('withdrawn', at(5)), ms(0), ms(2)), 0)
  assert.equal(undoLeftMs(message('queued', null), ms(0), ms(2)), 0)
})

test('a browser whose clock is off counts from when it saw the message', () => {
  assert.equal(undoLeftMs(message('queued', at(5)), ms(120), ms(122)), 3_000)
  assert.equal(undoLeftMs(message('queued', at(5)), ms(-120), ms(-118)), 3_000)
})

test('what waits since long, because its mail server does, was not just sent', () => {
  assert.equal(undoLeftMs(message('queued', at(5)), ms(3_600), ms(3_600)), 0)
})
