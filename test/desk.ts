import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestContext } from 'node:test'
import { createChannel } from '#channels/channel.ts'
import type { Channel } from '#conversations/channel.ts'
import type { MayVisit } from '#conversations/visiting-elsewhere.ts'
import { connectDatabase } from '#platform/database/database.ts'
import { openFiles } from '#platform/files.ts'
import { type ReadyJob, startJobs } from '#platform/jobs.ts'
import { createLog } from '#platform/log.ts'
import { deriveSecrets } from '#platform/secrets.ts'
import { readSettings, type Settings } from '#platform/settings.ts'
import type { ChatSettings } from '#protocol/channels.ts'
import type { Role } from '#protocol/members.ts'
import { makeUser } from '#workspaces/account.ts'
import type { Agent } from '#workspaces/agent.ts'
import { makeMember } from '#workspaces/member.ts'
import { makeWorkspace } from '#workspaces/workspace.ts'
import { createApp } from '../server/app.ts'
import { createTestDatabase } from './database.ts'
import { Member } from './member.ts'
import { ShopVisitor } from './visitor.ts'

type DeskOptions = {
  settings?: Partial<Settings>
  chatSettings?: ChatSettings
  /** Stand in for the channels, to show what the desk does when a channel fails. */
  chat?: Channel
  email?: Channel
  /** Where pictures of letters may be fetched. */
  mayVisit?: MayVisit
  /** false: jobs lie until the test runs them with `runJob`. */
  runsJobs?: boolean
  /** The name this server goes by; passkeys need one that is no address. */
  hostname?: '127.0.0.1' | 'localhost'
}

/**
 * The whole server on a database and a port of its own, with the cast: Ada (owner) and Bo (agent) answer, Col
 * (collaborator) helps when asked in, Cleo asks in the shop's chat window.
 */
export async function openDesk(
  t: TestContext,
  { settings, chatSettings = {}, chat, email, mayVisit, runsJobs = true, hostname = '127.0.0.1' }: DeskOptions = {},
) {
  const log = createLog(process.env.INFOLETT_TEST_LOG ?? 'silent')
  const connection = connectDatabase({ url: await createTestDatabase(), connections: 8, log })
  const folder = await mkdtemp(path.join(tmpdir(), 'infolett-files-'))
  const secrets = deriveSecrets('a secret that is only used in tests')
  const files = openFiles(folder)
  let url = ''
  const starts = async (port: number) => {
    const app = await createApp({
      settings: {
        ...readSettings({}),
        wantsDemo: false,
        requestsPerMinute: 100_000,
        socketsPerAddress: 10_000,
        ...settings,
      },
      connection,
      files,
      secrets,
      log,
      url: () => url,
      channels: { ...(chat && { chat }), ...(email && { email }) },
      mayVisit,
    })
    await app.server.listen({ host: '127.0.0.1', port })
    return app
  }
  let app = await starts(0)
  const port = app.server.addresses()[0]?.port ?? 0
  url = `http://${hostname}:${port}`
  const { jobs } = app
  const runner = runsJobs ? await startJobs({ pool: connection.pool, jobs, concurrency: 2, log }) : undefined
  let isOpen = true
  const close = async () => {
    if (!isOpen) return
    isOpen = false
    await runner?.stop()
    await app.close()
  }
  t.after(async () => {
    await close()
    await connection.close()
    await rm(folder, { recursive: true, force: true })
  })

  const { db, transact } = connection
  const opensWorkspace = (name: string) =>
    transact((trx) => makeWorkspace(trx, { name, language: 'en', timeZone: 'Europe/Tallinn' }))

  const joins = async (name: string, role: Role, workspace: { id: string }): Promise<Member> => {
    const email = `${name.toLowerCase()}-${workspace.id}@shop.example`
    const agent = await transact(async (trx) => {
      const user = await makeUser(trx, { name, email })
      return makeMember(trx, { workspaceId: workspace.id, userId: user.id, name, role })
    })
    const signsIn = async () => {
      const { headers } = await fetch(await app.signIn.createSignInLink(email), { redirect: 'manual' })
      return headers
        .getSetCookie()
        .map((cookie) => cookie.split(';')[0])
        .join('; ')
    }
    return new Member({ url, agent, email, signsIn })
  }

  const opensChannel = (owner: Agent, given: ChatSettings) =>
    transact((trx) => createChannel(trx, owner, { kind: 'chat', name: 'Chat', settings: given }))

  const workspace = await opensWorkspace('Pihlaka pood')
  const [ada, bo, col] = await Promise.all([
    joins('Ada', 'owner', workspace),
    joins('Bo', 'agent', workspace),
    joins('Col', 'collaborator', workspace),
  ])
  const channel = await opensChannel(ada.agent, chatSettings)
  const comes = ({ origin, key = channel.key ?? '' }: { origin?: string; key?: string } = {}) =>
    new ShopVisitor({ url, channelKey: key, db, origin })

  return {
    ...connection,
    url,
    app,
    /** Stops answering, as a server does that is started anew. */
    goesDown: () => app.close(),
    async comesUp() {
      app = await starts(port)
    },
    files,
    folder,
    secrets,
    workspace,
    channel,
    ada,
    bo,
    col,
    cleo: comes(),
    /** Somebody else on the shop's page. */
    comes,
    opensWorkspace,
    opensChannel,
    joins,
    /** Runs a job here and now, as the runner would. */
    runJob: (name: ReadyJob['name'], payload: unknown, { isLast = false } = {}) =>
      jobs.find((job) => job.name === name)?.run(payload, { signal: new AbortController().signal, isLast }) ??
      Promise.reject(new Error(`There is no job ${name}`)),
    close,
  }
}
