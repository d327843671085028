import { randomUUID } from 'node:crypto'
import type { TestContext } from 'node:test'
import type pg from 'pg'
import { MessageBody } from '#protocol/conversations.ts'
import { type EmailSettings, MailboxBody, type MailServer } from '#protocol/email.ts'
import { chanceOf } from '../../bench/mail-chance.ts'
import { type Answer, ask, expectBody } from '../answers.ts'
import { openDatabase } from '../faults/proofs.ts'
import { findFreePort, findPostgres, type Infolett, makeDataFolder, startInfolett, until } from '../infolett.ts'
import { mailServers } from '../mail-servers.ts'
import { type Person, readShopMails, type ShopMail } from './people.ts'

const DOMAIN = 'in.infolett.test'
/** What a mail server that cannot reach us, or may not hand over yet, has at last handed over. */
const PATIENCE_SECONDS = 60

/** Something that a customer wrote about, and all mails that belong to it. */
export type Matter = { customer: Person; colleague: Person; mailIds: string[] }
export type ShopAnswer = { messageId: string; matter: Matter }

export type Week = Awaited<ReturnType<typeof openWeek>>

/**
 * A shop with a mailbox at real mail servers that also forwards its mail to us, the people who write to it, and
 * everything that may happen in a week. What happens is chosen by `seed`.
 */
export async function openWeek(t: TestContext, seed: number) {
  const chance = chanceOf(seed)
  const servers = await mailServers(t)
  const shop = await servers.addMailbox()
  const comes = async (name: string): Promise<Person> => ({
    name,
    ...(await servers.addMailbox(`${name.toLowerCase()}-${randomUUID().slice(0, 8)}@home.test`)),
  })
  const customers = await Promise.all(['Cleo', 'Mari', 'Aino', 'Juri'].map(comes))
  const colleague = await comes('Bo')
  /** Mail to this one comes back. */
  const gone: Person = { name: 'Gone', address: `gone-${randomUUID().slice(0, 8)}@elsewhere.test`, password: '' }
  const [port, smtpPort] = [await findFreePort(), await findFreePort()]
  servers.relay(DOMAIN, smtpPort)
  const folder = await makeDataFolder(t)
  let server = await startServer()
  const { workspaceId, cookie } = await server.opensShop()
  const { channelId, forwardAddress } = await connect()
  const query = queryIn(t, folder)
  const matters: Matter[] = []
  const answers: ShopAnswer[] = []
  let mailCount = 0

  function startServer(): Promise<Infolett> {
    const environment = {
      INFOLETT_DATA: folder,
      INFOLETT_DEMO: 'false',
      INFOLETT_MAIL_PORT: String(smtpPort),
      INFOLETT_MAIL_DOMAIN: DOMAIN,
    }
    const started = startInfolett(t, port, environment)
    return started.ready().then(() => started)
  }

  function asks(method: string, path: string, body?: unknown): Promise<Answer> {
    const { url } = server
    return ask(method, `${url}/api/workspaces/${workspaceId}${path}`, { origin: url, cookie }, body)
  }

  async function connect() {
    const at = (door: { port: number }): MailServer => ({
      host: '127.0.0.1',
      port: door.port,
      security: 'starttls',
      user: shop.address,
      certificateAuthority: servers.ca,
    })
    const settings: EmailSettings = {
      provider: 'other',
      signIn: 'password',
      imap: at(servers.imap),
      smtp: at(servers.smtp),
      folders: [],
      hasPlusAddresses: true,
      acknowledges: true,
    }
    const mailbox = { name: 'E-mail', address: shop.address, settings, password: shop.password }
    return expectBody(await asks('POST', '/channels/email', mailbox), MailboxBody)
  }

  /** A mail server has accepted it when this resolves; every third also comes to us by being forwarded. */
  async function sends(
    matter: Matter,
    { kind, from, to = shop.address, headers, isAutomatic = false, isForwarded }: Sending,
  ) {
    const id = `${kind}.${mailCount++}.${randomUUID()}@${from.address.split('@')[1]}`
    const head = {
      From: `${from.name} <${from.address}>`,
      To: to,
      'Message-ID': `<${id}>`,
      Date: new Date().toUTCString(),
      ...headers,
    }
    const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}`)
    const raw = `${lines.join('\r\n')}\r\n\r\n${chance.pick(SENTENCES)}\r\n`
    matter.mailIds.push(id)
    const sender = isAutomatic ? '' : from.address
    const isTwice = isForwarded ?? chance.next() < 1 / 3
    await Promise.all([
      servers.deliver(raw, { from: sender, to }),
      ...(isTwice ? [servers.deliver(raw, { from: sender, to: forwardAddress ?? '' })] : []),
    ])
  }

  /** Letters of the shop that have arrived, with the matter that each is about. */
  async function findArrived(person: Person): Promise<{ matter: Matter; mail: ShopMail }[]> {
    const mails = await readShopMails(servers, person)
    return mails.flatMap((mail) => {
      const matter = matters.find(({ mailIds }) => mail.references.some((id) => mailIds.includes(id)))
      return matter ? [{ matter, mail }] : []
    })
  }

  async function pickArrived(): Promise<{ matter: Matter; mail: ShopMail } | undefined> {
    const arrived = (await Promise.all(customers.map(findArrived))).flat()
    // Files have no order that is the same each time.
    arrived.sort((one, other) => matters.indexOf(one.matter) - matters.indexOf(other.matter))
    return arrived.length > 0 ? chance.pick(arrived) : undefined
  }

  const happenings = {
    async somebodyWrites({
      from = chance.pick(customers),
      isForwarded,
    }: {
      from?: Person
      isForwarded?: boolean
    } = {}) {
      const matter: Matter = { customer: from, colleague, mailIds: [] }
      matters.push(matter)
      await sends(matter, {
        kind: 'first',
        from,
        headers: { Subject: chance.pick(SUBJECTS), Cc: colleague.address },
        isForwarded,
      })
    },
    async customerAnswers() {
      const answered = await pickArrived()
      if (!answered) return happenings.somebodyWrites()
      const { matter, mail } = answered
      await sends(matter, { kind: 'answer', from: matter.customer, headers: answering(mail) })
    },
    /** As web forms and some telephones do: only the address it goes to tells what it is about. */
    async customerAnswersWithoutReferences() {
      const answered = await pickArrived()
      if (!answered) return happenings.somebodyWrites()
      const { matter, mail } = answered
      await sends(matter, { kind: 'bare', from: matter.customer, to: mail.answerTo, headers: { Subject: 'Hm' } })
    },
    /** Who got the customer's letter in copy, answers to all; that may come here before the customer's letter does. */
    async colleagueAnswers() {
      const matter = matters.length > 0 ? chance.pick(matters) : undefined
      if (!matter) return happenings.somebodyWrites()
      const [first = ''] = matter.mailIds
      const headers = { Subject: 'Re: that', 'In-Reply-To': `<${first}>`, References: `<${first}>` }
      await sends(matter, {
        kind: 'colleague',
        from: matter.colleague,
        headers: { ...headers, Cc: matter.customer.address },
      })
    },
    async machineAnswers() {
      const answered = await pickArrived()
      if (!answered) return happenings.somebodyWrites()
      const { matter, mail } = answered
      const headers = { ...answering(mail), Subject: 'Out of office', 'Auto-Submitted': 'auto-replied' }
      await sends(matter, { kind: 'machine', from: matter.customer, headers, isAutomatic: true })
    },
    /** In a matter that we know of already; asked again until the server takes it, as the desk does. */
    async agentAnswers(matter?: Matter) {
      const conversations = await findConversations()
      const known = matters.filter(({ mailIds: [id = ''] }) => conversations.has(id))
      const about = matter ?? (known.length > 0 ? chance.pick(known) : undefined)
      if (!about) return happenings.somebodyWrites()
      const conversationId = conversations.get(about.mailIds[0] ?? '')
      const draft = { clientId: randomUUID(), text: chance.pick(SENTENCES), attachmentIds: [] }
      let taken: Answer | undefined
      await until(async () => {
        taken = await asks('POST', `/conversations/${conversationId}/messages`, draft).catch(() => undefined)
        return taken !== undefined && taken.status < 500
      })
      if (!taken) throw new Error('The answer was not taken')
      answers.push({ messageId: expectBody(taken, MessageBody).id, matter: about })
    },
  }

  /** Message-IDs of what came in, with the conversation that each is in. */
  async function findConversations(): Promise<Map<string, string>> {
    const rows = await query<{ externalId: string; id: string }>(
      `select external_id as "externalId", conversation_id as id from messages where kind = 'inbound'`,
    )
    return new Map(rows.map(({ externalId, id }) => [externalId, id]))
  }

  return {
    ...happenings,
    servers,
    shop,
    gone,
    people: [...customers, colleague],
    matters,
    answers,
    chance,
    channelId,
    query,
    asks,
    findConversations,
    async somethingHappens(): Promise<void> {
      const kinds = Object.values(happenings)
      const { somebodyWrites, customerAnswers, agentAnswers } = happenings
      await chance.pick([...kinds, somebodyWrites, customerAnswers, agentAnswers, agentAnswers])()
    },
    async hasUnderstoodAll(): Promise<void> {
      const isAll = async () => {
        const conversations = await findConversations()
        return matters.every(({ mailIds }) => mailIds.every((id) => conversations.has(id)))
      }
      await until(isAll, PATIENCE_SECONDS, 'all mails are messages')
    },
    /** Every answer lies where it was sent to, or came back. */
    async hasAnsweredAll(): Promise<void> {
      // Pauses before a letter is tried again grow to minutes; nothing is away any more.
      await query(`update graphile_worker._private_jobs job set run_at = now()
        from graphile_worker._private_tasks task where task.id = job.task_id and task.identifier = 'deliver-message'
        and job.locked_at is null and job.run_at > now()`)
      await servers.smtp.flush()
      const isSettled = async () => {
        const [left] = await query<{ count: number }>(
          `select count(*)::int as count from messages where kind = 'outbound' and delivery_state = 'queued'`,
        )
        const waiting = await query(`select from mails where state = 'kept'`)
        return left?.count === 0 && waiting.length === 0 && (await servers.smtp.queueLength()) === 0
      }
      await until(isSettled, PATIENCE_SECONDS, 'all letters have left and arrived')
    },
    async hasHeardOfBounces(): Promise<void> {
      const isSo = async () => {
        const waiting = await query(`select from messages where kind = 'outbound' and delivery_state <> 'failed'
          and envelope -> 'to' @> '[{"address": "${gone.address}"}]'`)
        return waiting.length === 0
      }
      await until(isSo, PATIENCE_SECONDS, 'who is gone did not get it')
    },
    async serverIsKilled(): Promise<void> {
      await server.ends('SIGKILL')
    },
    async serverStarts(): Promise<void> {
      server = await startServer()
    },
    async databaseIsKilled(): Promise<void> {
      process.kill(await findPostgres(folder), 'SIGKILL')
    },
  }
}

type Sending = {
  /** Stands in the Message-ID. */
  kind: string
  from: Person
  to?: string
  headers: Record<string, string>
  isAutomatic?: boolean
  isForwarded?: boolean
}

const answering = ({ messageId, references }: ShopMail): Record<string, string> => ({
  Subject: 'Re: that',
  'In-Reply-To': `<${messageId}>`,
  References: [...references, messageId].map((id) => `<${id}>`).join(' '),
})

const SUBJECTS = ['Lost parcel', 'Invoice', 'Size', 'Return']
const SENTENCES = ['Where is it?', 'It left yesterday.', 'Thank you!', 'The zip is broken.', 'We look into it.']

/** Asks the database, which may be away or another one than before. */
function queryIn(t: TestContext, folder: string) {
  let open: Promise<pg.Client> | undefined
  const close = async () => {
    const client = await open?.catch(() => undefined)
    open = undefined
    await client?.end().catch(() => {})
  }
  t.after(close)
  return async <Row extends pg.QueryResultRow>(text: string): Promise<Row[]> => {
    for (;;) {
      let rows: Row[] | undefined
      await until(async () => {
        try {
          open ??= openDatabase(folder)
          rows = (await (await open).query<Row>(text)).rows
        } catch {
          await close()
        }
        return rows !== undefined
      })
      if (rows) return rows
    }
  }
}
