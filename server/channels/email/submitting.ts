import type { NodemailerError, SMTPEnvelope } from 'nodemailer'
import { NotNow } from '#conversations/channel.ts'
import type { DatabaseConnection } from '#platform/database/database.ts'
import type { ComposedMail } from './composing/mail.ts'
import { type Mailbox, markFailing, markWorking, SignInNeeded, type SignInTools, signInFor } from './email-channel.ts'
import { explainFailure } from './explaining.ts'
import { type FindOptions, ServerOutOfReach } from './server-address.ts'
import { connectSmtp, type SmtpConnection } from './smtp.ts'
import { explainReply } from './status-codes.ts'

/** Somebody to whom the mail server would not send. */
export type Refusal = { address: string; why: string }
/** What the mailbox's server said for good; what it says for now is thrown. */
export type Submitted = { state: 'taken'; refused: Refusal[] } | { state: 'refused'; why: string }

export type Submission = {
  /** What reports about this mail will call it (RFC 3461 §4.4). */
  envelopeId: string
  signal: AbortSignal
}

/** Hands mails to the sending servers of mailboxes. */
export type Submitter = {
  /** @throws NotNow when it should be tried again */
  submit(mailbox: Mailbox, mail: ComposedMail, submission: Submission): Promise<Submitted>
  close(): void
}

type Tools = SignInTools & Pick<DatabaseConnection, 'transact'> & FindOptions

/** Shorter than any server waits by itself. */
const IDLE_MILLISECONDS = 20_000
const MOST_IDLE = 2

type Idle = { connection: SmtpConnection; madeFor: string; timer: NodeJS.Timeout }

/** A connection serves what comes next for the same mailbox, and is closed when nothing comes. */
export function createSubmitter(tools: Tools): Submitter {
  const idle = new Map<string, Idle[]>()
  const take = (mailbox: Mailbox): SmtpConnection | undefined => {
    const waiting = idle.get(keyOf(mailbox)) ?? []
    for (let found = waiting.pop(); found; found = waiting.pop()) {
      clearTimeout(found.timer)
      if (found.connection.isOpen && found.madeFor === doorOf(mailbox)) return found.connection
      found.connection.close()
    }
  }
  const giveBack = (mailbox: Mailbox, connection: SmtpConnection) => {
    const waiting = idle.get(keyOf(mailbox)) ?? []
    if (isClosed || waiting.length >= MOST_IDLE) return connection.close()
    const timer = setTimeout(() => {
      connection.close()
      const left = (idle.get(keyOf(mailbox)) ?? []).filter((other) => other.connection !== connection)
      if (left.length > 0) idle.set(keyOf(mailbox), left)
      else idle.delete(keyOf(mailbox))
    }, IDLE_MILLISECONDS)
    timer.unref()
    idle.set(keyOf(mailbox), [...waiting, { connection, madeFor: doorOf(mailbox), timer }])
  }
  let isClosed = false

  return {
    async submit(mailbox, mail, submission) {
      const connection = take(mailbox) ?? (await open(tools, mailbox, submission.signal))
      const submitted = await send(connection, mailbox, mail, submission).catch((error) => {
        connection.close()
        throw error
      })
      if (submitted.state === 'taken') giveBack(mailbox, connection)
      else connection.close()
      if (mailbox.sendingFailure) await tools.transact((trx) => markWorking(trx, mailbox, 'smtp'))
      return submitted
    },
    close() {
      isClosed = true
      for (const { connection, timer } of [...idle.values()].flat()) {
        clearTimeout(timer)
        connection.close()
      }
      idle.clear()
    },
  }
}

const keyOf = ({ workspaceId, channelId }: Mailbox): string => `${workspaceId}/${channelId}`
/** With another server or another password the old connection is of no use. */
const doorOf = ({ settings, secrets }: Mailbox): string => JSON.stringify([settings.smtp, secrets?.toString('base64')])

async function open(tools: Tools, mailbox: Mailbox, signal: AbortSignal): Promise<SmtpConnection> {
  const server = mailbox.settings.smtp
  if (!server) throw new Error('This mailbox has no sending server.')
  const signIn = await signInFor(tools, mailbox, 'smtp').catch(async (error: unknown) => {
    if (!(error instanceof SignInNeeded)) throw error
    await tools.transact((trx) => markFailing(trx, mailbox, `Mail cannot be sent: ${error.message}`, 'smtp'))
    throw new NotNow(error.message, { cause: error })
  })
  try {
    return await connectSmtp(server, signIn, { ...tools, signal })
  } catch (error) {
    signal.throwIfAborted()
    const { problem, advice } = explainFailure(error, {
      door: 'smtp',
      server,
      provider: mailbox.settings.provider,
      signIn,
    })
    if (needsSomebody(error)) {
      const failure = [`Mail cannot be sent: ${problem}`, advice].filter(Boolean).join(' ')
      await tools.transact((trx) => markFailing(trx, mailbox, failure, 'smtp'))
      throw new NotNow('The sending server cannot be used until somebody corrects the mailbox’s settings.')
    }
    throw new NotNow(problem)
  }
}

/** Whether waiting alone will not help. */
const needsSomebody = (error: unknown): boolean =>
  error instanceof ServerOutOfReach ||
  (isMailError(error) && (error.code === 'ETLS' || (error.code === 'EAUTH' && (error.responseCode ?? 500) >= 500)))

/** Some servers send only from the mailbox's plain address; then reports come without the way back in theirs. */
async function send(connection: SmtpConnection, mailbox: Mailbox, mail: ComposedMail, submission: Submission) {
  const { from } = mail.envelope
  const submitted = await tell(connection, mail, from, submission)
  const mayBePlain = submitted.state === 'refused' && submitted.isSender && from !== mailbox.address
  return mayBePlain ? tell(connection, mail, mailbox.address, submission) : submitted
}

type Told = Exclude<Submitted, { state: 'refused' }> | { state: 'refused'; why: string; isSender: boolean }

async function tell(
  connection: SmtpConnection,
  { envelope, bytes, stream }: ComposedMail,
  from: string,
  { envelopeId, signal }: Submission,
): Promise<Told> {
  const stop = () => connection.close()
  signal.throwIfAborted()
  signal.addEventListener('abort', stop, { once: true })
  const content = stream()
  try {
    const told: SMTPEnvelope = {
      from,
      to: envelope.to,
      size: Math.ceil(bytes),
      // Failures and delays come as reports that carry our Message-ID. Success is not asked for: a mail for every mail.
      dsn: { ret: 'HDRS', envid: envelopeId, notify: ['FAILURE', 'DELAY'] },
    }
    const { rejectedErrors = [] } = await connection.send(told, content)
    return { state: 'taken', refused: rejectedErrors.map(toRefusal) }
  } catch (error) {
    // Files are closed when they were read to the end.
    content.unpipe().resume()
    signal.throwIfAborted()
    return {
      state: 'refused',
      why: explainRefusal(error),
      isSender: isMailError(error) && error.command === 'MAIL FROM',
    }
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** @throws NotNow when it was not for good */
function explainRefusal(error: unknown): string {
  if (!isMailError(error)) throw error
  if (error.code === 'EMESSAGE' && error.response === undefined && error.command === 'MAIL FROM')
    return 'This mail is larger than its mail server allows. Send fewer or smaller files.'
  if (error.code === 'EENVELOPE' && error.response === undefined) return 'An address is not written correctly.'
  const each = error.rejectedErrors ?? [error]
  if (each.some(({ responseCode = 0 }) => responseCode < 500)) throw toTransient(error)
  return each.map((one) => (one.recipient ? `${one.recipient}: ${why(one)}` : why(one))).join(' ')
}

const toRefusal = (error: NodemailerError): Refusal => ({ address: error.recipient ?? '', why: why(error) })

const why = ({ response, message }: NodemailerError): string => explainReply(response ?? message)

/** What it said may hold addresses; its code does not. */
const toTransient = ({ code = '', responseCode }: NodemailerError): NotNow =>
  new NotNow(`The sending server did not take the mail for now (${responseCode ?? code}).`)

const isMailError = (error: unknown): error is NodemailerError => error instanceof Error && 'code' in error
