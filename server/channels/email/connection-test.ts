import { setTimeout as sleep } from 'node:timers/promises'
import type { EmailSettings, MailboxTestBody, MailServer } from '#protocol/email.ts'
import type { MailSignIn } from './email-channel.ts'
import { explainFailure } from './explaining.ts'
import { type FindOptions, reachServer } from './server-address.ts'

/** A sentence in place of a sign-in says why there is none. */
export type TriedSignIn = MailSignIn | { missing: string }
type Given = Pick<EmailSettings, 'provider' | 'imap' | 'smtp'> & { signIns: { imap: TriedSignIn; smtp: TriedSignIn } }
type Tools = FindOptions & { patienceMilliseconds?: number }

type Incoming = NonNullable<MailboxTestBody['incoming']>
type Outgoing = NonNullable<MailboxTestBody['outgoing']>

const PATIENCE_MILLISECONDS = 6_000
const MOST_FOLDERS = 500

/** Connects to both servers as the channel would, reads and sends nothing, and says in words what is in the way. */
export async function testMailbox({ provider, imap, smtp, signIns }: Given, tools: Tools): Promise<MailboxTestBody> {
  const [incoming, outgoing] = await Promise.all([
    imap && tryReading({ server: imap, signIn: signIns.imap, provider }, tools),
    smtp && trySending({ server: smtp, signIn: signIns.smtp, provider }, tools),
  ])
  return { incoming, outgoing }
}

type Tried = { server: MailServer; signIn: TriedSignIn; provider: EmailSettings['provider'] }

async function tryReading(tried: Tried, tools: Tools): Promise<Incoming> {
  const failed = { ok: false, hasIdle: false, folders: [] }
  if ('missing' in tried.signIn) return { ...failed, problem: tried.signIn.missing, advice: null }
  try {
    return { ok: true, problem: null, advice: null, ...(await readFolders(tried.server, tried.signIn, tools)) }
  } catch (error) {
    return { ...failed, ...explainFailure(error, { ...tried, door: 'imap' }) }
  }
}

async function trySending(tried: Tried, tools: Tools): Promise<Outgoing> {
  if ('missing' in tried.signIn) return { ok: false, problem: tried.signIn.missing, advice: null }
  try {
    await verifySending(tried.server, tried.signIn, tools)
    return { ok: true, problem: null, advice: null }
  } catch (error) {
    return { ok: false, ...explainFailure(error, { ...tried, door: 'smtp' }) }
  }
}

async function readFolders(server: MailServer, auth: MailSignIn, tools: Tools) {
  const { patienceMilliseconds = PATIENCE_MILLISECONDS } = tools
  const { ImapFlow } = await import('imapflow')
  const client = new ImapFlow({
    ...(await reachServer(server, tools)),
    ...(server.security === 'starttls' ? { doSTARTTLS: true } : {}),
    auth,
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: patienceMilliseconds,
    greetingTimeout: patienceMilliseconds,
    socketTimeout: 2 * patienceMilliseconds,
    maxLiteralSize: 1_000_000,
  })
  // What a promise rejects with is said there as well.
  client.on('error', () => {})
  const look = async () => {
    await client.connect()
    const folders = (await client.list())
      .filter(({ flags }) => !flags.has('\\Noselect') && !flags.has('\\NonExistent'))
      .slice(0, MOST_FOLDERS)
      .map(({ path, specialUse }) => ({ path, use: useOf(specialUse) }))
    return { hasIdle: client.capabilities.has('IDLE'), folders }
  }
  try {
    return await within(3 * patienceMilliseconds, look())
  } finally {
    client.close()
  }
}

async function verifySending(server: MailServer, signIn: MailSignIn, tools: Tools): Promise<void> {
  const { patienceMilliseconds = PATIENCE_MILLISECONDS } = tools
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({
    ...(await reachServer(server, tools)),
    requireTLS: server.security === 'starttls',
    auth: 'pass' in signIn ? signIn : { type: 'OAuth2', ...signIn },
    connectionTimeout: patienceMilliseconds,
    greetingTimeout: patienceMilliseconds,
    socketTimeout: 2 * patienceMilliseconds,
    logger: false,
  })
  try {
    await within(3 * patienceMilliseconds, transport.verify())
  } finally {
    transport.close()
  }
}

function useOf(specialUse: string | undefined): Incoming['folders'][number]['use'] {
  if (!specialUse) return null
  if (specialUse === '\\Inbox') return 'inbox'
  if (specialUse === '\\Sent') return 'sent'
  return specialUse === '\\Junk' ? 'junk' : 'other'
}

/** A server that goes on talking, but never comes to the point, does not keep us. */
async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const done = new AbortController()
  const patience = sleep(milliseconds, undefined, { signal: done.signal })
  const tooLate = patience.then(() => {
    throw Object.assign(new Error('It took too long.'), { code: 'ETIMEDOUT' })
  })
  try {
    return await Promise.race([work, tooLate])
  } finally {
    done.abort()
    tooLate.catch(() => {})
    work.catch(() => {})
  }
}
