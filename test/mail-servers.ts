import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, type TestContext } from 'node:test'
import { createTransport } from 'nodemailer'
import { findFreePort } from './infolett.ts'
import { makeCertificate } from './mail/authority.ts'
import { openConsent } from './mail/consent.ts'
import { prepareDovecot } from './mail/dovecot.ts'
import { authSocketIn, preparePostfix } from './mail/postfix.ts'
import { serveSocketMap } from './mail/socket-map.ts'

export type MailServers = Awaited<ReturnType<typeof startMailServers>>
export type MailAccount = { address: string; password: string }
/** `raw` as it lies on disk: what came through Postfix has bare line feeds. */
export type LyingMail = { uid: number; flags: string[]; raw: Buffer }

let started: Promise<MailServers> | undefined

after(async () => (await started?.catch(() => undefined))?.close())

/**
 * A real Dovecot and a real Postfix, one pair for all tests of a file; each test takes mailboxes of its own. What a test
 * stopped runs again after it.
 */
export async function mailServers(t: TestContext): Promise<MailServers> {
  started ??= startMailServers()
  const servers = await started
  t.after(async () => {
    await servers.imap.start()
    await servers.smtp.start()
  })
  return servers
}

async function startMailServers() {
  checkMachine()
  const folder = await mkdtemp(path.join(tmpdir(), 'infolett-mail-'))
  // Dovecot and Postfix run as users of their own.
  await chmod(folder, 0o755)
  const [port = 0, tlsPort = 0, smtpPort = 0, smtpTlsPort = 0] = await findFreePorts(4)
  const certificate = await makeCertificate(folder)
  const consent = await openConsent()
  const tablesSocket = path.join(folder, 'tables')
  const boxes = new Set<string>()
  const relays = new Map<string, number>()
  const tables = await serveSocketMap(tablesSocket, (table, key) => {
    // Of a table that may be a regular expression, Postfix asks for the whole address only, with what follows its `+`.
    const box = key.replace(/\+[^@]*@/, '@')
    if (table === 'boxes') return boxes.has(box) ? `${box}/` : undefined
    // Routes are asked for by address, not by domain, as of a regular expression (transport(5)).
    const relay = relays.get(key.slice(key.lastIndexOf('@') + 1))
    if (relay === undefined) return undefined
    return table === 'relays' ? 'yes' : `smtp:[127.0.0.1]:${relay}`
  })
  const dovecot = await prepareDovecot({
    folder,
    port,
    tlsPort,
    certificate,
    introspectionUrl: consent.introspectionUrl,
    authSocket: authSocketIn(folder),
  })
  const postfix = await preparePostfix({
    folder,
    port: smtpPort,
    tlsPort: smtpTlsPort,
    certificate,
    deliveryConfiguration: dovecot.configuration,
    tablesSocket,
  })
  await Promise.all([dovecot.start(), postfix.start()])

  const folderOf = (address: string, name: string) =>
    path.join(dovecot.boxes, address, name === 'INBOX' ? '' : `.${name.replaceAll('/', '.')}`)

  return {
    /** Dovecot: `port` speaks STARTTLS, `tlsPort` TLS from the first byte. */
    imap: { host: '127.0.0.1', port, tlsPort, start: dovecot.start, stop: dovecot.stop },
    /** Postfix, likewise; it asks for a password before it takes mail for other places than ours. */
    smtp: {
      host: '127.0.0.1',
      port: smtpPort,
      tlsPort: smtpTlsPort,
      start: postfix.start,
      stop: postfix.stop,
      flush: postfix.flush,
      queueLength: postfix.queueLength,
      log: postfix.log,
    },
    /** PEM of the authority that signed both servers' certificate, and the files of the certificate. */
    ca: certificate.ca,
    certificate,
    folder,

    /** Says whose an access token is, for XOAUTH2 at both servers. */
    grant: consent.grant,
    revoke: consent.revoke,

    /** A new mailbox at shop.test, unless another address there or at home.test is given. */
    async addMailbox(
      address = `shop-${randomBytes(4).toString('hex')}@shop.test`,
      password = randomBytes(8).toString('hex'),
    ): Promise<MailAccount> {
      await dovecot.addUser(address, password)
      boxes.add(address)
      await dovecot.doveadm('mailbox', 'status', '-u', address, 'messages', 'INBOX')
      return { address, password }
    },
    async changePassword(address: string, password: string): Promise<void> {
      await dovecot.addUser(address, password)
    },

    /** Hands a mail to Postfix, as a stranger's server does. */
    async deliver(raw: Buffer | string, envelope: { from: string; to: string | string[] }): Promise<void> {
      const transport = createTransport({ host: '127.0.0.1', port: smtpPort, secure: false, ignoreTLS: true })
      await transport.sendMail({ envelope: { from: envelope.from, to: envelope.to }, raw })
    },
    /** Postfix takes mail for this domain and hands it on to that port, as a shop's server does that forwards. */
    relay: (domain: string, toPort: number) => void relays.set(domain, toPort),

    /** Lays mails into a folder at once, as a delivery does, in this order. */
    async append(address: string, name: string, ...mails: (Buffer | string)[]): Promise<void> {
      for (const raw of mails) await layDown(folderOf(address, name), raw)
    },
    /** Likewise, as if they had come at that time. */
    async appendOld(address: string, name: string, arrivedAt: Date, ...mails: (Buffer | string)[]): Promise<void> {
      for (const raw of mails) await layDown(folderOf(address, name), raw, arrivedAt)
    },
    async addFolder(address: string, name: string): Promise<void> {
      await dovecot.doveadm('mailbox', 'create', '-u', address, name)
    },
    async removeFolder(address: string, name: string): Promise<void> {
      await dovecot.doveadm('mailbox', 'delete', '-u', address, name)
    },
    /** What lies in a folder, oldest first. */
    async listMailbox(address: string, name = 'INBOX'): Promise<LyingMail[]> {
      const answer = await dovecot.doveadm('-f', 'tab', 'fetch', '-u', address, 'uid flags guid', 'mailbox', name)
      const files = await listFiles(folderOf(address, name))
      const mails = answer
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split('\t'))
      return Promise.all(
        mails.map(async ([uid, flags = '', guid = '']) => ({
          uid: Number(uid),
          flags: flags.split(' ').filter((flag) => flag !== '' && flag !== '\\Recent'),
          raw: await readFile(files.find((file) => path.basename(file).startsWith(guid)) ?? guid),
        })),
      )
    },
    async deleteMail(address: string, name: string, uid: number): Promise<void> {
      await dovecot.doveadm('expunge', '-u', address, 'mailbox', name, 'uid', String(uid))
    },
    /** What lies there stays, under a new UIDVALIDITY and with UIDs that begin at 1 again, in reverse order. */
    async recreateFolder(address: string, name = 'INBOX'): Promise<void> {
      const before = await dovecot.doveadm('-f', 'tab', 'mailbox', 'status', '-u', address, 'uidvalidity', name)
      const place = folderOf(address, name)
      await dovecot.doveadm('kick', address).catch(() => '')
      for (const file of await readdir(place)) if (/^dovecot[.-]/.test(file)) await rm(path.join(place, file))
      const validity = Number(/(\d+)\s*$/.exec(before)?.[1] ?? 0) + 1
      await dovecot.doveadm('mailbox', 'update', '-u', address, '--uid-validity', String(validity), name)
    },

    async close() {
      consent.close()
      tables.close()
      await Promise.all([dovecot.stop(), postfix.stop()])
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function checkMachine(): void {
  const missing = [
    ['/usr/sbin/dovecot', 'dovecot-imapd'],
    ['/usr/sbin/postfix', 'postfix'],
  ].flatMap(([program = '', name = '']) => (existsSync(program) ? [] : [name]))
  if (missing.length > 0)
    throw new Error(
      `Tests of mail talk to real mail servers: install ${missing.join(' and ')} (apt-get install ${missing.join(' ')}).`,
    )
  if (process.geteuid?.() !== 0)
    throw new Error('Tests of mail start Postfix, which only root may start: run them as root, in a container at best.')
}

async function findFreePorts(count: number): Promise<number[]> {
  const ports = new Set<number>()
  while (ports.size < count) ports.add(await findFreePort())
  return [...ports]
}

let laid = 0

/** Maildir: a file appears in `new` at once and whole. */
async function layDown(folder: string, raw: Buffer | string, arrivedAt = new Date()): Promise<void> {
  const name = `${Math.floor(Date.now() / 1000)}.M${String(laid++).padStart(9, '0')}P${process.pid}.shop.test`
  await mkdir(path.join(folder, 'tmp'), { recursive: true })
  await writeFile(path.join(folder, 'tmp', name), raw, { mode: 0o666 })
  await chmod(path.join(folder, 'tmp', name), 0o666)
  await utimes(path.join(folder, 'tmp', name), arrivedAt, arrivedAt)
  await rename(path.join(folder, 'tmp', name), path.join(folder, 'new', name))
}

async function listFiles(folder: string): Promise<string[]> {
  const names = await Promise.all(
    ['new', 'cur'].map(async (part) =>
      (await readdir(path.join(folder, part))).map((name) => path.join(folder, part, name)),
    ),
  )
  return names.flat()
}
