import type { Readable } from 'node:stream'
import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { SMTPConnectionSendInfo, SMTPEnvelope } from 'nodemailer/lib/smtp-connection'
import type { MailServer } from '#protocol/email.ts'
import type { MailSignIn } from './email-channel.ts'
import { type FindOptions, reachServer } from './server-address.ts'

/** A signed-in connection to a sending server (RFC 6409), good for one mail after the other. */
export type SmtpConnection = {
  readonly isOpen: boolean
  send(envelope: SMTPEnvelope, mail: Readable): Promise<SMTPConnectionSendInfo>
  close(): void
}

const CONNECT_MILLISECONDS = 20_000
/** Some let everybody wait who might be a spammer. */
const GREETING_MILLISECONDS = 60_000
/** RFC 5321 §4.5.3.2 wants more, but then somebody waits for whom it is more useful to hear of it. */
const SILENCE_MILLISECONDS = 180_000

/**
 * @throws Error as nodemailer makes them (`code`, `responseCode`, `response`, `command`), ServerOutOfReach, or the reason of
 * `signal`
 */
export async function connectSmtp(
  server: MailServer,
  signIn: MailSignIn,
  { signal, ...options }: FindOptions & { signal: AbortSignal },
): Promise<SmtpConnection> {
  const { default: Connection } = await import('nodemailer/lib/smtp-connection')
  const connection = new Connection({
    ...(await reachServer(server, options)),
    requireTLS: server.security === 'starttls',
    connectionTimeout: CONNECT_MILLISECONDS,
    greetingTimeout: GREETING_MILLISECONDS,
    socketTimeout: SILENCE_MILLISECONDS,
    logger: false,
  })
  const ended = endOf(connection)
  const stop = () => connection.close()
  signal.throwIfAborted()
  signal.addEventListener('abort', stop, { once: true })
  try {
    await Promise.race([ended, begin(connection)])
    await Promise.race([ended, authenticate(connection, signIn)])
  } catch (error) {
    connection.close()
    throw signal.aborted ? signal.reason : error
  } finally {
    signal.removeEventListener('abort', stop)
  }
  return {
    get isOpen() {
      return !connection.destroyed
    },
    send: (envelope, mail) => Promise.race([ended, send(connection, envelope, mail)]),
    close: stop,
  }
}

/** Rejects when the connection ends: then what was asked of it is not answered any more. */
function endOf(connection: SMTPConnection): Promise<never> {
  const ended = new Promise<never>((_, reject) => {
    connection.on('error', reject)
    connection.once('end', () => reject(Object.assign(new Error('The connection ended'), { code: 'ECONNECTION' })))
  })
  ended.catch(() => {})
  return ended
}

const begin = (connection: SMTPConnection) =>
  new Promise<void>((resolve, reject) => connection.connect((error) => (error ? reject(error) : resolve())))

async function authenticate(connection: SMTPConnection, signIn: MailSignIn): Promise<void> {
  const auth = 'pass' in signIn ? signIn : { user: signIn.user, oauth2: await tokenOf(signIn) }
  return new Promise((resolve, reject) => connection.login(auth, (error) => (error ? reject(error) : resolve())))
}

async function tokenOf(signIn: { user: string; accessToken: string }) {
  const { default: XOAuth2 } = await import('nodemailer/lib/xoauth2')
  return new XOAuth2(signIn)
}

const send = (connection: SMTPConnection, envelope: SMTPEnvelope, mail: Readable) =>
  new Promise<SMTPConnectionSendInfo>((resolve, reject) =>
    connection.send(envelope, mail, (error, info) => (info ? resolve(info) : reject(error))),
  )
