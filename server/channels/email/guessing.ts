import { Resolver as DnsResolver, lookup } from 'node:dns/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { MailServerGuess } from '#protocol/email.ts'
import type { Consents } from './oauth.ts'
import { type ProviderFacts, providerOfDomain, providerOfExchanger, settingsFor } from './providers.ts'

/** What is asked of the DNS; names that do not exist reject. */
export type Resolver = {
  resolveMx(domain: string): Promise<{ exchange: string; priority: number }[]>
  resolveSrv(name: string): Promise<{ name: string; port: number; priority: number }[]>
  lookup(host: string): Promise<unknown>
}

/** The machine's own. */
export function dnsResolver(): Resolver {
  const dns = new DnsResolver({ timeout: 1_500, tries: 2 })
  return {
    resolveMx: (domain) => dns.resolveMx(domain),
    resolveSrv: (name) => dns.resolveSrv(name),
    lookup: (host) => lookup(host),
  }
}

type Tools = { resolver: Resolver; consents: Pick<Consents, 'findRegistration'>; patienceMilliseconds?: number }

/** Who keeps this mailbox and how to reach it: by its domain, by who takes its mail, else by what such servers are called. */
export async function guessProvider(given: string, tools: Tools): Promise<MailServerGuess> {
  const address = given.toLowerCase()
  const domain = address.slice(address.lastIndexOf('@') + 1)
  const known = providerOfDomain(domain) ?? (await findByExchanger(domain, tools))
  return known ? toGuess(address, known, tools) : toGuess(address, await findByNames(domain, tools), tools)
}

async function findByExchanger(domain: string, { resolver, ...patience }: Tools): Promise<ProviderFacts | undefined> {
  const exchangers = (await within(resolver.resolveMx(domain), patience)) ?? []
  return exchangers
    .toSorted((one, other) => one.priority - other.priority)
    .map(({ exchange }) => providerOfExchanger(exchange.toLowerCase().replace(/\.$/, '')))
    .find(Boolean)
}

type Unknown = ProviderFacts & { isCertain: boolean }

/** SRV records (RFC 6186, RFC 8314) are the owner's word; the rest is how such servers are mostly called. */
async function findByNames(domain: string, tools: Tools): Promise<Unknown> {
  const [imap, submissions, submission, readingName, sendingName] = await Promise.all([
    findService(`_imaps._tcp.${domain}`, tools),
    findService(`_submissions._tcp.${domain}`, tools),
    findService(`_submission._tcp.${domain}`, tools),
    findName([`imap.${domain}`, `mail.${domain}`], tools),
    findName([`smtp.${domain}`, `mail.${domain}`], tools),
  ])
  const sending = submissions
    ? { ...submissions, security: 'tls' as const }
    : submission && { ...submission, security: 'starttls' as const }
  return {
    provider: 'other',
    name: domain,
    domains: [],
    mailExchangers: [],
    imap: { ...(imap ?? { host: readingName ?? `mail.${domain}`, port: 993 }), security: 'tls' },
    smtp: sending ?? { host: sendingName ?? `mail.${domain}`, port: 465, security: 'tls' },
    hasPlusAddresses: false,
    junkFolder: null,
    sentFolder: null,
    takesPasswords: true,
    passwordHint: null,
    isCertain: Boolean(imap && sending),
  }
}

/** RFC 2782: a target of "." says that there is no such service. */
async function findService(name: string, { resolver, ...patience }: Tools) {
  const records = await within(resolver.resolveSrv(name), patience)
  const [first] = (records ?? []).toSorted((one, other) => one.priority - other.priority)
  return first && first.name !== '' && first.name !== '.' ? { host: first.name, port: first.port } : undefined
}

async function findName(hosts: string[], { resolver, ...patience }: Tools): Promise<string | undefined> {
  const found = await Promise.all(hosts.map((host) => within(resolver.lookup(host), patience)))
  return hosts.find((_host, index) => found[index] !== undefined)
}

/** A DNS server that does not answer must not keep anybody waiting: then nothing is known. */
async function within<T>(asked: Promise<T>, { patienceMilliseconds = 3_000 }: Partial<Tools>): Promise<T | undefined> {
  const enough = new AbortController()
  const patience = sleep(patienceMilliseconds, undefined, { signal: enough.signal }).catch(() => undefined)
  return Promise.race([asked.catch(() => undefined), patience]).finally(() => enough.abort())
}

function toGuess(
  address: string,
  facts: ProviderFacts & { isCertain?: boolean },
  { consents }: Tools,
): MailServerGuess {
  const registration = consents.findRegistration(facts.provider)
  const signIn = registration || !facts.takesPasswords ? 'oauth' : 'password'
  return {
    name: facts.name,
    isCertain: facts.isCertain ?? true,
    settings: settingsFor(address, facts, signIn),
    takesPasswords: facts.takesPasswords,
    signsInWith: registration?.called ?? null,
    passwordHint: facts.passwordHint,
  }
}
