import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keyNames, pressOf } from './keys.ts'

const press = (key: string, more = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
})

test('keys are named as they stand on this machine', () => {
  assert.deepEqual(keyNames('mod+enter', false), ['Ctrl', '↵'])
  assert.deepEqual(keyNames('mod+shift+p', true), ['⌘', '⇧', 'P'])
  assert.deepEqual(keyNames('g i', false), ['G', 'I'])
  assert.deepEqual(keyNames('?', false), ['?'])
})

test('a press is written as shortcuts are', () => {
  assert.equal(pressOf(press('j'), false), 'j')
  assert.equal(pressOf(press('J', { shiftKey: true }), false), 'shift+j')
  assert.equal(pressOf(press('Enter', { ctrlKey: true }), false), 'mod+enter')
  assert.equal(pressOf(press('Enter', { metaKey: true }), true), 'mod+enter')
})

test('a sign for which some keyboards need Shift is the sign alone', () => {
  assert.equal(pressOf(press('?', { shiftKey: true }), false), '?')
})
