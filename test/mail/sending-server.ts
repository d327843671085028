import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import { SMTPServer } from 'smtp-server'
import type { MailServer } from '#protocol/email.ts'
import { makeCertificate } from './authority.ts'

/** What a server may say instead of yes, such as `[451, '4.7.1 Later']`; an Error ends the connection. */
export type Answer = [code: number, words: string] | 'hangs up' | undefined
export type TakenMail = { from: string; to: string[]; user: string; raw: Buffer /** RFC 3461. */; dsn: unknown }

/**
 * A sending server somewhere in the world that says what a test wants to hear. It speaks SMTP with STARTTLS and wants
 * to be signed in to; the password is `rowan`.
 */
export async function openSendingServer(t: TestContext) {
  const folder = await mkdtemp(path.join(tmpdir(), 'infolett-sending-'))
  const { certificateFile, keyFile, ca } = await makeCertificate(folder)
  const taken: TakenMail[] = []
  const answers: {
    signIn?: () => Answer
    sender?: (address: string) => Answer
    recipient?: (address: string) => Answer
    mail?: () => Answer | Promise<Answer>
  } = {}
  let connections = 0
  const server = new SMTPServer({
    key: await readFile(keyFile),
    cert: await readFile(certificateFile),
    authMethods: ['PLAIN', 'XOAUTH2'],
    size: 1_000_000,
    hideDSN: false,
    closeTimeout: 10,
    disableReverseLookup: true,
    logger: false,
    onConnect(_session, done) {
      connections += 1
      done()
    },
    onAuth({ username = '', password, accessToken }, _session, done) {
      const refused =
        answers.signIn?.() ?? (password === 'rowan' || accessToken === 'rowan' ? undefined : WRONG_PASSWORD)
      if (refused) return done(toError(refused))
      done(null, { user: username })
    },
    onMailFrom: ({ address }, session, done) => say(answers.sender?.(address), session, done),
    onRcptTo: ({ address }, session, done) => say(answers.recipient?.(address), session, done),
    async onData(stream, session, done) {
      const { mailFrom, rcptTo, ...more } = session.envelope
      const raw = await buffer(stream)
      const answer = stream.sizeExceeded ? TOO_LARGE : await answers.mail?.()
      if (answer === undefined)
        taken.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          user: String(session.user),
          raw,
          dsn: 'dsn' in more ? more.dsn : undefined,
        })
      say(answer, session, done)
    },
  })
  const hangsUp = (session: { id: string }) => {
    for (const connection of server.connections) if (connection.session.id === session.id) connection.close()
  }
  const say = (answer: Answer, session: { id: string }, done: (error?: Error | null) => void) => {
    if (answer === 'hangs up') return hangsUp(session)
    done(answer && toError(answer))
  }
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.server.once('listening', resolve))
  const listening = server.server.address()
  const port = typeof listening === 'object' && listening ? listening.port : 0
  const close = () => new Promise<void>((resolve) => server.close(resolve))
  t.after(async () => {
    await close()
    await rm(folder, { recursive: true })
  })
  const settings: MailServer = {
    host: 'localhost',
    port,
    security: 'starttls',
    user: 'info@shop.example',
    certificateAuthority: ca,
  }
  return {
    settings,
    taken,
    answers,
    get connections() {
      return connections
    },
    close,
  }
}

const WRONG_PASSWORD: Answer = [535, '5.7.8 Authentication failed']
const TOO_LARGE: Answer = [552, '5.3.4 Message too big']

function toError(answer: Exclude<Answer, undefined>): Error {
  const [responseCode, words] = answer === 'hangs up' ? [421, '4.3.2 Closing'] : answer
  return Object.assign(new Error(words), { responseCode })
}
