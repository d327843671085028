import assert from 'node:assert/strict'
import { test } from 'node:test'
import { base32 } from '@better-auth/utils/base32'
import { createOTP } from '@better-auth/utils/otp'
import { sql } from 'kysely'
import { createLog } from '#platform/log.ts'
import { openHouse } from '#test/house.ts'
import { createSignIn } from './sign-in.ts'

const PASSWORD = 'rowan berries in autumn'

test('better-auth finds all that it needs in our tables, and notices when something lacks', async (t) => {
  const { signIn, db, secrets } = await openHouse(t)
  await signIn.checkTables()

  await sql`alter table two_factors drop column backup_codes`.execute(db)
  const url = () => 'http://localhost:4001'
  const another = createSignIn({ db, secrets, url, log: createLog('silent') })
  await assert.rejects(another.checkTables(), /backup_codes/)
})

test('a password signs in, a wrong one or an unknown address does not', async (t) => {
  const house = await openHouse(t)
  const ada = await house.comes('Ada', 'owner', await house.opensWorkspace('Pihlaka pood'), PASSWORD)
  const browser = house.openBrowser()
  const signIn = async (email: string, password: string) =>
    (await browser.asks('POST', '/api/auth/sign-in/email', { email, password })).status

  assert.equal(await signIn(ada.email, 'wrong password'), 401)
  assert.equal(await signIn('nobody@shop.example', PASSWORD), 401)
  assert.equal(browser.cookie, '')
  assert.equal(await signIn(ada.email.toUpperCase(), PASSWORD), 200)
  assert.deepEqual((await browser.asks('GET', '/api/me')).body.user, {
    id: ada.agent.userId,
    name: 'Ada',
    email: ada.email,
    hasTwoFactor: false,
    hasPassword: true,
  })
})

test('with a second factor, the password alone opens nothing', async (t) => {
  const house = await openHouse(t)
  const ada = await house.comes('Ada', 'owner', await house.opensWorkspace('Pihlaka pood'), PASSWORD)
  const enabled = await ada.asks('POST', '/api/auth/two-factor/enable', { password: PASSWORD })
  const secret = new TextDecoder().decode(base32.decode(new URL(enabled.body.totpURI).searchParams.get('secret') ?? ''))
  const code = () => createOTP(secret).totp()
  assert.equal((await ada.asks('POST', '/api/auth/two-factor/verify-totp', { code: await code() })).status, 200)

  const browser = house.openBrowser()
  const first = await browser.asks('POST', '/api/auth/sign-in/email', { email: ada.email, password: PASSWORD })
  assert.equal(first.body.twoFactorRedirect, true)
  assert.equal((await browser.asks('GET', ada.path)).status, 401)
  assert.equal((await browser.asks('POST', '/api/auth/two-factor/verify-totp', { code: '000000' })).status, 401)
  assert.equal((await browser.asks('GET', ada.path)).status, 401)
  assert.equal((await browser.asks('POST', '/api/auth/two-factor/verify-totp', { code: await code() })).status, 200)
  assert.equal((await browser.asks('GET', ada.path)).status, 200)
  assert.equal((await browser.asks('GET', '/api/me')).body.user.hasTwoFactor, true)

  const other = house.openBrowser()
  await other.asks('POST', '/api/auth/sign-in/email', { email: ada.email, password: PASSWORD })
  const [backup] = enabled.body.backupCodes
  assert.equal((await other.asks('POST', '/api/auth/two-factor/verify-backup-code', { code: backup })).status, 200)
  assert.equal((await other.asks('GET', ada.path)).status, 200)
})

test('a sign-in link works once and a session that is revoked ends at once', async (t) => {
  const house = await openHouse(t)
  const ada = await house.comes('Ada', 'owner', await house.opensWorkspace('Pihlaka pood'))
  const link = new URL(await house.signIn.createSignInLink(ada.email))
  const [phone, stranger] = [house.openBrowser(), house.openBrowser()]

  assert.equal((await phone.asks('GET', `${link.pathname}${link.search}`)).status, 302)
  assert.equal((await phone.asks('GET', ada.path)).status, 200)
  await stranger.asks('GET', `${link.pathname}${link.search}`)
  assert.equal((await stranger.asks('GET', '/api/me')).status, 401)

  const sessions = (await ada.asks('GET', '/api/auth/list-sessions')).body
  assert.equal(sessions.length, 2)
  assert.equal((await ada.asks('POST', '/api/auth/revoke-other-sessions', {})).status, 200)
  assert.equal((await phone.asks('GET', ada.path)).status, 401)
  assert.equal((await ada.asks('GET', ada.path)).status, 200)
})

test('only what the desk needs of better-auth can be reached', async (t) => {
  const house = await openHouse(t)
  const ada = await house.comes('Ada', 'owner', await house.opensWorkspace('Pihlaka pood'))
  const closed = [
    '/sign-up/email',
    '/sign-in/magic-link',
    '/sign-in/social',
    '/sign-in//email',
    '/change-email',
    '/delete-user',
    '/update-user',
    '/update-session',
    '/request-password-reset',
    '/reset-password',
    '/link-social',
    '/two-factor/send-otp',
    '/api-key/create',
  ]
  const body = { email: 'eve@shop.example', password: PASSWORD, name: 'Eve', newEmail: 'eve@shop.example' }
  for (const path of closed) assert.equal((await ada.asks('POST', `/api/auth${path}`, body)).status, 404, path)
  const users = await house.db.selectFrom('users').select('email').execute()
  assert.deepEqual(users, [{ email: ada.email }])
})

test('cookies are for the server only, and for https where there is https', async (t) => {
  const house = await openHouse(t)
  const ada = await house.comes('Ada', 'owner', await house.opensWorkspace('Pihlaka pood'), PASSWORD)
  const url = () => 'https://help.shop.example'
  const secure = createSignIn({ db: house.db, secrets: house.secrets, url, log: createLog('silent') })

  const [cookie = ''] = await secure.signIn(ada.email, PASSWORD, new Headers())

  assert.match(cookie, /^__Secure-infolett\.session_token=.*; HttpOnly; Secure; SameSite=Lax/)
  assert.ok(secure.findSessionToken(cookie.split(';')[0]))
  assert.equal(secure.isOwnOrigin('https://help.shop.example'), true)
  assert.equal(secure.isOwnOrigin('http://localhost:4000'), false)
})

test('nonsense is answered, not crashed upon', async (t) => {
  const house = await openHouse(t)
  const ada = await house.comes('Ada', 'owner', await house.opensWorkspace('Pihlaka pood'), PASSWORD)
  const nonsense: unknown[] = [null, [], 'text', 5, {}, { email: {} }, { email: 'a@b.example', password: ['x'] }]
  const long = 'x'.repeat(20_000)
  nonsense.push({ code: long, password: long, email: `${long}@b.example`, token: long, response: { id: [{}] } })
  nonsense.push({ email: 'a@b.example\u0000', password: '\ud800', code: '\u0000', token: '\ud800', id: '\u0000' })
  nonsense.push({
    response: { id: '\u202e', rawId: 1, type: {}, response: null },
    password: 'x',
    code: 'x',
    token: 'x',
    id: 'x',
  })
  const paths = ['sign-in/email', 'two-factor/verify-totp', 'two-factor/verify-backup-code', 'two-factor/enable']
  paths.push('passkey/verify-authentication', 'passkey/verify-registration', 'passkey/delete-passkey', 'revoke-session')
  paths.push('change-password', 'two-factor/disable')
  for (const path of paths) {
    for (const body of nonsense) {
      const { status } = await ada.asks('POST', `/api/auth/${path}`, body)
      assert.ok(status < 500, `${status} from ${path} for ${JSON.stringify(body).slice(0, 80)}`)
    }
  }
  for (const query of [
    '',
    '?token=',
    '?token=%00',
    '?token=a&token=b',
    '?token=x&callbackURL=https://evil.example',
    '?token=x&callbackURL=%25',
    '?token=x&callbackURL=%',
    '?token=%ff',
  ]) {
    const { status } = await house.openBrowser().asks('GET', `/api/auth/magic-link/verify${query}`)
    assert.ok(status < 500, `${status} for ${query}`)
  }
})
