import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scriptTag } from './script-tag.ts'

test('the line for the shop says how the launcher looks, so that a first visit looks right', () => {
  const settings = {
    accent: '#aa0000',
    side: 'left',
    offsetX: 16,
    offsetY: 72,
    launcherLabels: { et: 'Küsi' },
  } as const
  assert.equal(
    scriptTag({ key: 'abc', settings }, 'https://help.example'),
    '<script src="https://help.example/widget.js" data-channel="abc" data-accent="#aa0000" data-side="left" data-x="16" data-y="72" data-label-et="Küsi" async></script>',
  )
})

test('what is not set stands nowhere', () => {
  assert.equal(
    scriptTag({ key: 'abc', settings: { accent: null, offsetX: 0 } }, 'https://help.example'),
    '<script src="https://help.example/widget.js" data-channel="abc" async></script>',
  )
})

test('words cannot end the line', () => {
  const settings = { launcherLabels: { en: '"><script>alert(1)</script>' } }
  const tag = scriptTag({ key: 'abc', settings }, 'https://help.example')
  assert.match(tag, /data-label-en="&quot;&gt;&lt;script&gt;alert\(1\)&lt;\/script&gt;"/)
})
