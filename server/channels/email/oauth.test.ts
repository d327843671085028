import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { Type } from 'typebox'
import { deriveSecrets } from '#platform/secrets.ts'
import { MailboxBody } from '#protocol/email.ts'
import { expectBody, expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'
import { openProvider } from '#test/mail/provider.ts'
import type { Member } from '#test/member.ts'
import { createMailbox } from './connecting.ts'
import { getMailbox, readSecrets, SignInNeeded, signInFor } from './email-channel.ts'
import { createConsents } from './oauth.ts'
import { registrationsOf } from './oauth-registrations.ts'
import { warnOfExpiringConsents } from './oauth-warning.ts'

const DAY = 24 * 60 * 60 * 1_000

/** A desk registered with a Microsoft that is ours, and Ada at her browser, with a mailbox that wants signing in to. */
async function openOffice(t: TestContext, registered: { secretExpiresAt?: Date } = {}) {
  const provider = await openProvider(t)
  const settings = {
    microsoft: {
      clientId: provider.clientId,
      clientSecret: provider.clientSecret,
      secretExpiresAt: registered.secretExpiresAt ?? null,
      tenant: 'common',
      signInUrl: provider.url,
    },
    google: { clientId: provider.clientId, clientSecret: provider.clientSecret, signInUrl: provider.url },
  }
  const desk = await openDesk(t, { settings })
  const { ada, db, transact, secrets, url } = desk
  const { channelId, workspaceId, address } = await transact((trx) =>
    createMailbox(trx, ada.agent, secrets, {
      name: 'Post',
      address: `post-${randomUUID()}@shop.example`,
      settings: {
        provider: 'microsoft365',
        signIn: 'oauth',
        imap: { host: 'imap.shop.example', port: 993, security: 'tls', user: 'post@shop.example' },
        smtp: null,
        folders: [],
      },
    }),
  )
  const consents = createConsents({
    registrations: registrationsOf(settings),
    secrets,
    redirectUrl: () => `${url}/api/mail-consent/callback`,
  })
  const tools = { transact, secrets, consents }
  const find = () => getMailbox(db, workspaceId, channelId)
  return {
    ...desk,
    provider,
    address,
    workspaceId,
    channelId,
    find,
    signsIn: async () => signInFor(tools, await find(), 'imap'),
    /** Goes to the provider. */
    async begins(): Promise<URL> {
      const answer = await ada.asks('POST', `/channels/${channelId}/mail-consent`)
      return new URL(expectBody(answer, Type.Object({ url: Type.String() })).url)
    },
    /** Comes back from there, and says how the desk puts it. */
    async comesBack(to: URL, member: Member = ada): Promise<string> {
      const { status, headers } = await member.asks('GET', `${to.pathname}${to.search}`)
      assert.equal(status, 302)
      const place = new URL(headers.get('location') ?? '', url)
      assert.equal(place.pathname, `/desk/${workspaceId}/settings/channels/${channelId}`)
      return place.searchParams.get('consent') ?? ''
    },
    /** As if the access token had only this long to live. */
    async ages(milliseconds: number) {
      const mailbox = await find()
      const known = readSecrets(secrets, mailbox)
      const expiresAt = new Date(Date.now() + milliseconds).toISOString()
      const aged = { ...known, consent: known.consent && { ...known.consent, expiresAt } }
      await db
        .updateTable('mailboxes')
        .set({ secrets: secrets.encrypt('mailbox', JSON.stringify(aged)) })
        .where('channelId', '=', channelId)
        .execute()
    },
  }
}

test('Ada signs in at the provider, and the mailbox is signed in to with its token, which nobody is shown', async (t) => {
  const office = await openOffice(t)
  const { ada, provider, find, begins, comesBack, signsIn, db } = office
  await assert.rejects(signsIn(), SignInNeeded)

  const place = await begins()
  assert.equal(place.searchParams.get('login_hint'), office.address)
  assert.match(place.searchParams.get('scope') ?? '', /IMAP\.AccessAsUser\.All .*SMTP\.Send offline_access/)
  assert.equal(await comesBack(provider.agree(place)), 'given')

  const signIn = await signsIn()
  assert.ok('accessToken' in signIn && provider.isValid(signIn.accessToken))
  assert.equal(signIn.user, 'post@shop.example')
  const { secrets, consentExpiresAt, failure } = await find()
  assert.equal(secrets?.includes(signIn.accessToken), false)
  assert.equal(failure, null)
  assert.ok(consentExpiresAt && Math.abs(consentExpiresAt.getTime() - Date.now() - 90 * DAY) < DAY)
  const shown = await ada.asks('GET', `/channels/${office.channelId}/mailbox`)
  assert.equal(expectBody(shown, MailboxBody).hasConsent, true)
  assert.equal(JSON.stringify(shown.body).includes(signIn.accessToken), false)
  const events = await db.selectFrom('events').where('type', '=', 'channel.consent-given').select('data').execute()
  assert.equal(events.length, 1)
  assert.equal(JSON.stringify(events).includes(signIn.accessToken), false)
})

test('a token is renewed before it ends, once, however many need it at the same time', async (t) => {
  const { provider, begins, comesBack, signsIn, ages } = await openOffice(t)
  await comesBack(provider.agree(await begins()))
  const first = await signsIn()
  await ages(4 * 60 * 1_000)

  const renewed = await Promise.all([signsIn(), signsIn(), signsIn()])

  assert.equal(new Set(renewed.map((one) => JSON.stringify(one))).size, 1)
  assert.notDeepEqual(renewed[0], first)
  assert.equal(provider.renewals, 1, 'a refresh token is good for one use')
  await ages(-1)
  await signsIn()
  assert.equal(provider.renewals, 2, 'the next one was kept')
})

test('a sign-in that was withdrawn becomes a failure that says what to do, and is gone after signing in again', async (t) => {
  const { provider, begins, comesBack, signsIn, ages, find, db } = await openOffice(t)
  await comesBack(provider.agree(await begins()))
  await ages(0)
  provider.withdraw()

  await assert.rejects(signsIn(), /Please sign in again/)
  const failing = await find()
  assert.match(failing.failure ?? '', /Please sign in again/)
  await assert.rejects(signsIn(), SignInNeeded)
  assert.deepEqual((await find()).failingSince, failing.failingSince, 'it fails since the first time')
  assert.equal((await db.selectFrom('events').where('type', '=', 'channel.failing').select('id').execute()).length, 1)

  assert.equal(await comesBack(provider.agree(await begins())), 'given')
  assert.equal((await find()).failure, null)
  await signsIn()
})

const refusals: [error: string, description: string, says: RegExp][] = [
  ['interaction_required', 'AADSTS50076: multi-factor', /second factor.*sign in again/],
  ['consent_required', 'AADSTS65001', /administrator of your organisation/],
  ['invalid_client', 'AADSTS7000222: expired', /INFOLETT_MICROSOFT_CLIENT_SECRET/],
  ['invalid_client', 'AADSTS7000215: wrong', /client id or secret is wrong/],
]
for (const [error, description, says] of refusals)
  test(`when renewing is refused with ${error} (${description}), people read what to do`, async (t) => {
    const { provider, begins, comesBack, signsIn, ages, find } = await openOffice(t)
    await comesBack(provider.agree(await begins()))
    await ages(0)
    provider.refuse(error, description)

    await assert.rejects(signsIn(), says)
    assert.match((await find()).failure ?? '', says)
  })

test('a provider that is down is no reason to ask anybody: the next try may work', async (t) => {
  const { provider, begins, comesBack, signsIn, ages, find } = await openOffice(t)
  await comesBack(provider.agree(await begins()))
  await ages(0)
  provider.breakDown()

  await assert.rejects(signsIn(), (error) => error instanceof Error && !(error instanceof SignInNeeded))
  assert.equal((await find()).failure, null)
  provider.recover()
  await signsIn()
})

test('whoever declines is told so and nothing changes', async (t) => {
  const { provider, begins, comesBack, find } = await openOffice(t)
  assert.equal(await comesBack(provider.decline(await begins())), 'denied')
  assert.equal((await find()).secrets, null)
})

test('a code is good for whoever began: not for a colleague, not for another session, not twice', async (t) => {
  const { provider, begins, comesBack, find, cecil } = await withCecil(await openOffice(t))
  const back = provider.agree(await begins())

  assert.equal(await comesBack(back, cecil), 'late')
  assert.equal((await find()).secrets, null)
  assert.equal(await comesBack(back), 'given')
  assert.equal(await comesBack(back), 'refused')
  assert.equal((await find()).failure, null, 'a page that is loaded again harms nothing')
})

test('what nobody asked for is refused: an invented or altered state, and one that came too late', async (t) => {
  const { provider, begins, comesBack, ada, find } = await openOffice(t)
  const back = provider.agree(await begins())
  const state = back.searchParams.get('state') ?? ''
  for (const wrong of ['guessed', `${state}x`, `x${state}`, state.split('.')[0] ?? '', '.']) {
    const query = new URLSearchParams({ state: wrong, code: back.searchParams.get('code') ?? '' })
    expectProblem(await ada.asks('GET', `${back.pathname}?${query}`), 400, 'consent-not-valid')
  }
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 11 * 60 * 1_000 })
  assert.equal(await comesBack(back), 'late')
  t.mock.timers.reset()
  assert.equal((await find()).secrets, null)
})

test('a code that was caught on the way is worth nothing without the verifier (PKCE)', async (t) => {
  const { provider, begins } = await openOffice(t)
  const back = provider.agree(await begins())
  const stolen = await provider.exchange({ code: back.searchParams.get('code') ?? '', code_verifier: 'guessed' })
  assert.equal(stolen.error, 'invalid_grant')
})

test('another server never gets the token: with another host it has to be signed in to again', async (t) => {
  const { ada, provider, begins, comesBack, signsIn, channelId } = await openOffice(t)
  await comesBack(provider.agree(await begins()))
  const evil = { host: 'evil.example', port: 993, security: 'tls', user: 'post@shop.example' }
  const answer = await ada.asks('PATCH', `/channels/${channelId}/mailbox`, { settings: { imap: evil } })
  assert.equal(expectBody(answer, MailboxBody).hasConsent, false)
  await assert.rejects(signsIn(), SignInNeeded)
})

test('a client secret that ends before the sign-in does is what people are warned of, once a week', async (t) => {
  const secretExpiresAt = new Date(Date.now() + 20 * DAY)
  const { provider, begins, comesBack, find, db, transact, app } = await openOffice(t, { secretExpiresAt })
  await comesBack(provider.agree(await begins()))
  assert.deepEqual((await find()).consentExpiresAt, secretExpiresAt)

  const warn = () => warnOfExpiringConsents.work({}, { db, transact, signal: AbortSignal.abort(), isLast: false })
  await warn()
  await warn()
  const warnings = await db.selectFrom('events').where('type', '=', 'channel.consent-ending').select('data').execute()
  assert.equal(warnings.length, 1)
  assert.ok(app.jobs.some(({ name, cron }) => name === warnOfExpiringConsents.name && cron))

  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 8 * DAY })
  await warn()
  t.mock.timers.reset()
  assert.equal(
    (await db.selectFrom('events').where('type', '=', 'channel.consent-ending').select('id').execute()).length,
    2,
  )
})

test('Google is asked for a token that lasts, and its word on how long is taken', async (t) => {
  const provider = await openProvider(t, { refreshTokenExpiresIn: 7 * 24 * 60 * 60 })
  const secrets = deriveSecrets('a secret that is only used in tests')
  const google = { clientId: provider.clientId, clientSecret: provider.clientSecret, signInUrl: provider.url }
  const consents = createConsents({
    registrations: registrationsOf({ google, microsoft: undefined }),
    secrets,
    redirectUrl: () => 'http://localhost/api/mail-consent/callback',
  })
  const place = new URL(consents.urlFor('gmail', { state: 's', pkceSeed: 'p', address: 'shop@gmail.com' }))
  assert.equal(place.searchParams.get('access_type'), 'offline')
  assert.equal(place.searchParams.get('scope'), 'https://mail.google.com/')

  const code = provider.agree(place).searchParams.get('code') ?? ''
  const granted = await consents.grant('gmail', { code, pkceSeed: 'p' })
  assert.ok('consentExpiresAt' in granted && granted.consentExpiresAt)
  assert.ok(Math.abs(granted.consentExpiresAt.getTime() - Date.now() - 7 * DAY) < DAY / 24)
})

test('where this server is not registered nobody is sent anywhere', async (t) => {
  const { ada, transact, secrets } = await openDesk(t)
  const { channelId } = await transact((trx) =>
    createMailbox(trx, ada.agent, secrets, {
      name: 'Post',
      address: 'post@shop.example',
      settings: { provider: 'gmail', signIn: 'oauth', imap: null, smtp: null, folders: [] },
    }),
  )
  expectProblem(await ada.asks('POST', `/channels/${channelId}/mail-consent`), 409, 'consent-not-offered')
})

test('an API key cannot begin what takes a person at a browser', async (t) => {
  const { ada, channelId, workspaceId } = await openOffice(t)
  const made = await ada.asks('POST', `/api/workspaces/${workspaceId}/api-keys`, { name: 'Script' })
  const { key } = expectBody(made, Type.Object({ key: Type.String() }))
  const authorization = `Bearer ${key}`
  const answer = await ada.asks('POST', `/channels/${channelId}/mail-consent`, undefined, { authorization })
  expectProblem(answer, 409, 'consent-needs-browser')
})

/** Another admin at another browser. */
async function withCecil(office: Awaited<ReturnType<typeof openOffice>>) {
  const cecil = await office.joins('Cecil', 'admin', { id: office.workspaceId })
  return { ...office, cecil }
}
