import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accentWarning, contrastOf, inkOn } from './contrast.ts'

test('contrast is measured as WCAG does', () => {
  assert.equal(contrastOf('#000000', '#ffffff'), 21)
  assert.equal(contrastOf('#777777', '#777777'), 1)
  assert.equal(contrastOf('#ffffff', '#767676').toFixed(2), '4.54')
})

test('writing on the colour is black or white, whichever reads better', () => {
  assert.equal(inkOn('#1f6f5c'), '#ffffff')
  assert.equal(inkOn('#ffe14d'), '#000000')
})

test('a colour that is lost on a white page is warned of', () => {
  assert.match(accentWarning('#ffe14d') ?? '', /contrast of 1\.3/)
  assert.equal(accentWarning('#1f6f5c'), null)
})
