import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeSettings, readSettings } from './settings.ts'

test('with nothing set there is a demo on port 4000, with a database of our own none unless asked for', () => {
  const own = { DATABASE_URL: 'postgresql://db.internal/infolett' }

  assert.deepEqual(pick(readSettings({})), { port: 4000, host: '127.0.0.1', wantsDemo: true })
  assert.equal(readSettings(own).wantsDemo, false)
  assert.equal(readSettings({ ...own, INFOLETT_DEMO: 'true' }).wantsDemo, true)
  assert.equal(readSettings({ INFOLETT_DEMO: '' }).wantsDemo, true, 'an empty setting is none')
})

test('a server that strangers reach sends nobody into its own network, unless its operator says so', () => {
  const allows = (environment: Record<string, string>) => readSettings(environment).allowsPrivateMailServers

  assert.equal(allows({}), true)
  assert.equal(allows({ INFOLETT_URL: 'http://192.168.1.5:4000' }), true)
  assert.equal(allows({ INFOLETT_URL: 'https://help.internal' }), true)
  assert.equal(allows({ INFOLETT_URL: 'https://help.shop.example' }), false)
  assert.equal(allows({ INFOLETT_URL: 'https://help.shop.example', INFOLETT_PRIVATE_MAIL_SERVERS: 'true' }), true)
  assert.equal(allows({ INFOLETT_PRIVATE_MAIL_SERVERS: 'false' }), false)
})

const wrong: [name: string, value: string, sentence: string][] = [
  ['INFOLETT_PORT', 'abc', 'cannot be "abc": it must be a whole number from 0 to 65535.'],
  ['INFOLETT_PORT', '99999', 'cannot be "99999": it must be a whole number from 0 to 65535.'],
  ['INFOLETT_SOCKETS_PER_ADDRESS', '0', 'cannot be "0": it must be a whole number of at least 1.'],
  ['INFOLETT_URL', 'help', 'cannot be "help": it must be of the form https://help.shop.example.'],
  ['INFOLETT_DEMO', 'perhaps', 'cannot be "perhaps": it must be true or false.'],
  ['INFOLETT_LOG', 'loud', 'cannot be "loud": it must be trace, debug, info, warn, error or silent.'],
  ['INFOLETT_METRICS_TOKEN', 'hush', 'cannot be what it is: it must be at least 16 characters long.'],
  ['INFOLETT_MICROSOFT_SECRET_EXPIRES', 'soon', 'cannot be "soon": it must be of the form 2027-03-31.'],
  ['INFOLETT_SECRET', 'short', 'cannot be what it is: it must be at least 32 characters long.'],
  [
    'DATABASE_URL',
    'mysql://root:hush@db/x',
    'cannot be what it is: it must be of the form postgresql://user:password@host:5432/database.',
  ],
]

for (const [name, value, sentence] of wrong) {
  test(`${name}=${value} is refused in one sentence that says what to do, and no secret is shown`, () => {
    assert.throws(() => readSettings({ [name]: value }), {
      message: `${name} ${sentence} See docs/operating.md#settings.`,
    })
  })
}

test('the table names every setting', () => {
  for (const name of ['INFOLETT_DATA', 'INFOLETT_PORT', 'DATABASE_URL']) assert.match(describeSettings(), RegExp(name))
})

const pick = ({ port, host, wantsDemo }: ReturnType<typeof readSettings>) => ({ port, host, wantsDemo })
