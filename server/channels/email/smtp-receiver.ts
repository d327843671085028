import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { SMTPServer, SMTPServerDataStream, SMTPServerSession } from 'smtp-server'
import { type Certificate, keepSelfSigned } from '#platform/certificate.ts'
import { isDatabaseAway } from '#platform/database/away.ts'
import type { DatabaseConnection } from '#platform/database/database.ts'
import type { Files } from '#platform/files.ts'
import type { Log } from '#platform/log.ts'
import { Problem } from '#platform/problems.ts'
import type { Secrets } from '#platform/secrets.ts'
import type { MailSettings } from '#platform/settings.ts'
import type { HandedMail } from './keeping.ts'
import { type KeepHanded, keepTogether } from './keeping-together.ts'
import { createLimits } from './smtp-receiver-limits.ts'
import { findRecipients, type Recipient } from './smtp-receiver-recipients.ts'

type Tools = {
  settings: MailSettings
  dataFolder: string
  connection: Pick<DatabaseConnection, 'db' | 'transact'>
  files: Pick<Files, 'store'>
  secrets: Pick<Secrets, 'sign'>
  log: Log
}
export type MailReceiver = { port: number; close(): Promise<void> }

const MOST_CONNECTIONS = 500
const CONNECTIONS_PER_ADDRESS = 50
const MOST_RECIPIENTS = 100
/** Who asks for so many addresses that we do not have is looking for some. */
const MOST_UNKNOWN = 10
/** RFC 5321 §4.5.3.2.7 */
const SILENCE_MILLISECONDS = 5 * 60 * 1_000
/** Whoever has not heard 250 by then sends it again. */
const CLOSING_MILLISECONDS = 2_000
/** Certificates that others renew are read again. */
const CERTIFICATE_MILLISECONDS = 60 * 60 * 1_000

/**
 * Receives mail by SMTP for the mailboxes that forward to us or whose domain points here, and for nobody else. What is
 * answered by 250 is on disk and in the ledger; everything that hinders us only for now is answered by 4xx, so that the
 * sender keeps the mail and tries again.
 */
export async function openMailReceiver(tools: Tools): Promise<MailReceiver> {
  const { settings, log } = tools
  // It takes memory, which a server that receives no mail by SMTP need not have.
  const { SMTPServer } = await import('smtp-server')
  const server = new SMTPServer({
    ...(await readCertificate(tools)),
    ...receiving(tools),
    name: settings.domain,
    size: settings.maxBytes,
    authOptional: true,
    disabledCommands: ['AUTH', 'XCLIENT', 'XFORWARD', 'WIZ', 'SHELL', 'KILL'],
    disableReverseLookup: true,
    maxClients: MOST_CONNECTIONS,
    socketTimeout: SILENCE_MILLISECONDS,
    closeTimeout: CLOSING_MILLISECONDS,
    logger: false,
  })
  server.on('error', (error) => log.debug({ code: codeOf(error) }, 'A connection that brings mail failed'))
  const renewing = setInterval(() => void renewCertificate(server, tools), CERTIFICATE_MILLISECONDS)
  renewing.unref()
  server.listen(settings.port, settings.host)
  await once(server.server, 'listening').catch((error) => explainListening(error, settings))
  const address = server.server.address()
  return {
    port: typeof address === 'object' && address ? address.port : settings.port,
    async close() {
      clearInterval(renewing)
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** @throws Error with one sentence for the person who starts the server */
function explainListening(error: unknown, { host, port }: MailSettings): never {
  const why = new Map<unknown, string>([
    ['EADDRINUSE', 'another program uses it'],
    ['EACCES', 'this user may not use it: only root may use ports below 1024'],
    ['EADDRNOTAVAIL', `this machine has no address ${host} (INFOLETT_MAIL_HOST)`],
  ]).get(codeOf(error))
  if (!why) throw error
  throw new Error(`Mail cannot be received on port ${port} (INFOLETT_MAIL_PORT): ${why}.`, { cause: error })
}

async function readCertificate({ settings, dataFolder }: Tools): Promise<Certificate> {
  const { certificate, domain } = settings
  if (!certificate) return keepSelfSigned(path.join(dataFolder, 'mail'), domain)
  const [cert, key] = await Promise.all(
    [certificate.chainFile, certificate.keyFile].map((file) => readFile(file, 'utf8')),
  )
  return { cert: cert ?? '', key: key ?? '' }
}

async function renewCertificate(server: SMTPServer, tools: Tools): Promise<void> {
  try {
    server.updateSecureContext(await readCertificate(tools))
  } catch (error) {
    tools.log.warn({ err: error }, 'The certificate for receiving mail cannot be read; the one before is kept')
  }
}

/** What is known of a connection while it lasts. */
type Visit = { recipients: Map<string, Recipient[]>; unknownCount: number; stream?: SMTPServerDataStream }
type Callback = (error?: Error | null) => void

function receiving(tools: Tools) {
  const { settings, connection, secrets, log } = tools
  const limits = createLimits({
    connectionsPerAddress: CONNECTIONS_PER_ADDRESS,
    mailsPerMinute: settings.mailsPerMinute,
  })
  const keep = keepTogether(connection)
  const visits = new Map<string, Visit>()
  const visitOf = ({ id }: SMTPServerSession): Visit => {
    const visit = visits.get(id) ?? { recipients: new Map(), unknownCount: 0 }
    visits.set(id, visit)
    return visit
  }

  async function checkRecipient(given: string, session: SMTPServerSession): Promise<void> {
    const address = given.toLowerCase()
    const visit = visitOf(session)
    if (session.envelope.rcptTo.length >= MOST_RECIPIENTS) throw new Answer(452, '4.5.3 Too many recipients')
    const found = await findRecipients({ db: connection.db, secrets, domain: settings.domain }, address)
    if (found.length === 0) {
      visit.unknownCount++
      if (visit.unknownCount > MOST_UNKNOWN) throw new Answer(421, '4.7.0 Too many unknown recipients')
      throw new Answer(550, '5.1.1 There is no such mailbox here')
    }
    const active = found.filter(({ isPaused }) => !isPaused)
    if (active.length === 0) throw new Answer(450, '4.2.1 This mailbox is paused, try again later')
    visit.recipients.set(address, active)
  }

  return {
    onConnect(session: SMTPServerSession, callback: Callback) {
      visitOf(session)
      const mayOpen = limits.opens(session.remoteAddress)
      callback(mayOpen ? null : new Answer(421, '4.7.0 Too many connections from your address'))
    },
    onMailFrom(_sender: unknown, session: SMTPServerSession, callback: Callback) {
      callback(
        limits.hands(session.remoteAddress) ? null : new Answer(451, '4.7.0 Too many mails, try again in a minute'),
      )
    },
    onRcptTo({ address }: { address: string }, session: SMTPServerSession, callback: Callback) {
      checkRecipient(address, session).then(
        () => callback(),
        (error) => callback(answerTo(error, log)),
      )
    },
    onData(stream: SMTPServerDataStream, session: SMTPServerSession, callback: Callback) {
      const visit = visitOf(session)
      visit.stream = stream
      // It may be lost before anybody has begun to read it; who does hears of it then.
      stream.on('error', () => {})
      takeMail({ ...tools, keep }, stream, session, visit).then(
        () => callback(),
        (error) => {
          // The rest has to come before it can be answered.
          stream.resume()
          callback(answerTo(error, log))
        },
      )
    },
    onClose(session: SMTPServerSession) {
      const visit = visits.get(session.id)
      if (!visit) return
      visits.delete(session.id)
      limits.closes(session.remoteAddress)
      // A mail that was cut off must not wait for its end, nor be taken for whole.
      if (visit.stream && !visit.stream.readableEnded) visit.stream.destroy(new Answer(451, 'The connection was lost'))
    },
  }
}

async function takeMail(
  { settings, files, keep }: Pick<Tools, 'settings' | 'files'> & { keep: KeepHanded },
  stream: SMTPServerDataStream,
  { envelope }: SMTPServerSession,
  visit: Visit,
): Promise<void> {
  const arrivedAt = new Date()
  const original = await files.store(stream, { maxBytes: settings.maxBytes })
  const from = envelope.mailFrom ? envelope.mailFrom.address || null : null
  const mails = new Map<string, HandedMail & { envelope: { to: string[] } }>()
  for (const { address } of envelope.rcptTo)
    for (const { workspaceId, channelId } of visit.recipients.get(address.toLowerCase()) ?? []) {
      const to = [...(mails.get(channelId)?.envelope.to ?? []), address]
      mails.set(channelId, { workspaceId, channelId, item: null, envelope: { from, to }, original, arrivedAt })
    }
  await keep([...mails.values()])
}

/** What the sender is told. */
class Answer extends Error {
  readonly responseCode: number

  constructor(responseCode: number, message: string) {
    super(message)
    this.responseCode = responseCode
  }
}

/** 4xx: keep it and try again. */
function answerTo(error: unknown, log: Log): Answer {
  if (error instanceof Answer) return error
  if (error instanceof Problem && error.definition.status === 413) return new Answer(552, '5.3.4 The mail is too large')
  if (isDatabaseAway(error)) log.warn({ code: codeOf(error) }, 'Mail waits at its sender: the database is away')
  else log.error({ err: error }, 'Mail waits at its sender: it could not be stored')
  return new Answer(451, '4.3.0 Not possible right now, try again later')
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)
