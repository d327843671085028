import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Value } from 'typebox/value'
import { ChatSettings } from '#protocol/channels.ts'
import { lookOf, previewOf, settingsOf } from './chat-look.ts'

test('what was saved comes back the same', () => {
  const settings: ChatSettings = {
    language: 'et',
    greeting: 'Hello!',
    greetings: { et: 'Tere!' },
    launcherLabels: { fi: 'Kysy meiltä' },
    accent: '#aa0000',
    side: 'left',
    offsetX: 16,
    offsetY: 72,
    visitConsent: 'with-consent',
  }
  assert.deepEqual(settingsOf(lookOf({ settings }, 'en')), settings)
})

test('languages without words, and distances that are none, are left out and never refused', () => {
  const look = lookOf({ settings: {} }, 'en')
  const settings = settingsOf({ ...look, greetings: { et: '  ' }, launcherLabels: { fi: '' }, offsetX: 'far' })
  assert.deepEqual([settings.greetings, settings.launcherLabels, settings.offsetX], [{}, {}, 0])
  assert.ok(Value.Check(ChatSettings, settings))
})

test('the preview shows a visitor the words of their language, else the greeting for all', () => {
  const look = { ...lookOf({ settings: {} }, 'en'), greeting: 'Hello!', greetings: { et: 'Tere!' } }
  assert.equal(previewOf(look, 'et', 'Pihlaka').greeting, 'Tere!')
  assert.equal(previewOf(look, 'fi', 'Pihlaka').greeting, 'Hello!')
})
