import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inkOn, SPRUCE } from './accent.ts'

test('text on a colour is black or white, whichever reads better', () => {
  const inks = {
    [SPRUCE]: '#fff',
    '#000000': '#fff',
    '#ffffff': '#000',
    '#ffd400': '#000',
    '#c2185b': '#fff',
    '#7fb800': '#000',
  }
  for (const [colour, ink] of Object.entries(inks)) assert.equal(inkOn(colour), ink, colour)
})
