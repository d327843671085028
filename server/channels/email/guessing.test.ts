import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guessProvider, type Resolver } from './guessing.ts'
import type { Consents } from './oauth.ts'

const consents: Pick<Consents, 'findRegistration'> = { findRegistration: () => undefined }

/** A DNS in which only these names are. */
const resolverWith = (
  records: { mx?: Record<string, string[]>; srv?: Record<string, [string, number]>; hosts?: string[] } = {},
): Resolver => ({
  resolveMx: async (domain) => (records.mx?.[domain] ?? []).map((exchange, priority) => ({ exchange, priority })),
  async resolveSrv(name) {
    const [host, port] = records.srv?.[name] ?? []
    if (host === undefined || port === undefined) throw new Error('ENOTFOUND')
    return [{ name: host, port, priority: 0 }]
  },
  async lookup(host) {
    if (!records.hosts?.includes(host)) throw new Error('ENOTFOUND')
    return { address: '193.40.0.1' }
  },
})

const known: [address: string, exchanger: string | undefined, name: string, imap: string, smtp: string][] = [
  ['pood@gmail.com', undefined, 'Gmail', 'imap.gmail.com:993', 'smtp.gmail.com:465'],
  ['info@pood.ee', 'aspmx.l.google.com', 'Gmail', 'imap.gmail.com:993', 'smtp.gmail.com:465'],
  [
    'info@pood.ee',
    'pood-ee.mail.protection.outlook.com',
    'Microsoft 365',
    'outlook.office365.com:993',
    'smtp.office365.com:587',
  ],
  ['pood@hotmail.com', undefined, 'Outlook.com', 'outlook.office365.com:993', 'smtp-mail.outlook.com:587'],
  ['info@pood.ee', 'mx2.zone.eu', 'Zone', 'imap.zone.eu:993', 'smtp.zone.eu:465'],
  ['info@pood.ee', 'MX.Veebimajutus.ee.', 'Veebimajutus', 'mail.veebimajutus.ee:993', 'mail.veebimajutus.ee:465'],
  ['info@pood.ee', 'relay.telia.ee', 'Telia (Estonia)', 'mail.hot.ee:993', 'mail.hot.ee:465'],
  ['kauppa@pp.inet.fi', undefined, 'Telia (Finland)', 'mail.inet.fi:993', 'mail.inet.fi:465'],
  ['pood@icloud.com', undefined, 'iCloud', 'imap.mail.me.com:993', 'smtp.mail.me.com:587'],
]
for (const [address, exchanger, name, imap, smtp] of known)
  test(`${address}${exchanger ? ` whose mail goes to ${exchanger}` : ''} lies at ${name}`, async () => {
    const mx: Record<string, string[]> = exchanger ? { 'pood.ee': [exchanger] } : {}
    const guess = await guessProvider(address, { consents, resolver: resolverWith({ mx }) })
    const { settings } = guess

    assert.equal(guess.name, name)
    assert.equal(`${settings.imap?.host}:${settings.imap?.port}`, imap)
    assert.equal(`${settings.smtp?.host}:${settings.smtp?.port}`, smtp)
    assert.equal(guess.isCertain, true)
  })

test('Google and Apple are told to want app passwords, Microsoft to want none', async () => {
  const ask = (address: string) => guessProvider(address, { consents, resolver: resolverWith() })

  assert.match((await ask('pood@gmail.com')).passwordHint?.text ?? '', /app password/)
  assert.match((await ask('pood@icloud.com')).passwordHint?.url ?? '', /^https:\/\/account\.apple\.com/)
  assert.equal((await ask('pood@outlook.com')).takesPasswords, false)
  assert.equal((await ask('pood@outlook.com')).settings.signIn, 'oauth')
})

test('iCloud’s reading server knows its people by the part before the @, but not those of other domains', async () => {
  const resolver = resolverWith({ mx: { 'pood.ee': ['mx01.mail.icloud.com'] } })

  assert.equal((await guessProvider('pood@me.com', { consents, resolver })).settings.imap?.user, 'pood')
  assert.equal((await guessProvider('info@pood.ee', { consents, resolver })).settings.imap?.user, 'info@pood.ee')
})

test('a name that only ends like a provider’s is not theirs', async () => {
  const resolver = resolverWith({ mx: { 'pood.ee': ['mail.notgoogle.com'] } })
  assert.equal((await guessProvider('info@pood.ee', { consents, resolver })).settings.provider, 'other')
})

test('of an unknown domain the owner’s SRV records are believed', async () => {
  const resolver = resolverWith({
    srv: { '_imaps._tcp.pood.ee': ['post.pood.ee', 1993], '_submission._tcp.pood.ee': ['post.pood.ee', 587] },
  })
  const { settings, isCertain } = await guessProvider('Info@Pood.ee', { consents, resolver })

  assert.equal(isCertain, true)
  assert.deepEqual(settings.imap, { host: 'post.pood.ee', port: 1993, security: 'tls', user: 'info@pood.ee' })
  assert.deepEqual(settings.smtp, { host: 'post.pood.ee', port: 587, security: 'starttls', user: 'info@pood.ee' })
})

test('without any, the likely name that exists is tried, and said to be a guess', async () => {
  const resolver = resolverWith({ hosts: ['mail.pood.ee', 'smtp.pood.ee'] })
  const { settings, isCertain } = await guessProvider('info@pood.ee', { consents, resolver })

  assert.equal(isCertain, false)
  assert.equal(settings.imap?.host, 'mail.pood.ee')
  assert.equal(settings.smtp?.host, 'smtp.pood.ee')
})

test('a DNS that never answers keeps nobody waiting', async () => {
  const never = new Promise<never>(() => {})
  const resolver: Resolver = { resolveMx: () => never, resolveSrv: () => never, lookup: () => never }
  const guess = await guessProvider('info@pood.ee', { consents, resolver, patienceMilliseconds: 5 })

  assert.equal(guess.settings.imap?.host, 'mail.pood.ee')
  assert.equal(guess.isCertain, false)
})
