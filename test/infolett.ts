import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { ChannelBody } from '#protocol/channels.ts'
import { ask, expectBody } from './answers.ts'

const root = path.join(import.meta.dirname, '..')

export const ADA = { name: 'Ada', email: 'ada@shop.example', password: 'a long enough password' }

type Environment = Record<string, string>
export type OpenShop = { workspaceId: string; channelKey: string; cookie: string }
export type Outcome = { code: number | null; said: string; complained: string }

/** A server as people start it: `infolett start`, in a process of its own. */
export class Infolett {
  readonly url: string
  readonly ended: Promise<Outcome>
  private readonly process: ChildProcess
  private said = ''

  constructor(process: ChildProcess, url: string) {
    this.process = process
    this.url = url
    process.stdout?.on('data', (chunk) => (this.said += chunk))
    this.ended = outcomeOf(process)
  }

  get pid(): number {
    return this.process.pid ?? 0
  }

  /** What it prints at the end of that start, all of it. @throws Error with what it complained of when it ends instead */
  async ready(): Promise<string> {
    const hasEnded = this.ended.then(({ code, complained }) => {
      throw new Error(`The server ended with ${code}: ${complained}`)
    })
    await Promise.race([until(() => this.said.includes('Stop with Ctrl-C.'), 60), hasEnded])
    return this.said
  }

  /** What the page does that the set-up link opens: makes the first workspace and Ada, its owner. */
  setsUp(): Promise<Response> {
    const token = /set-up#(\S+)/.exec(this.said)?.[1] ?? ''
    const workspace = { workspaceName: 'Pihlaka pood', language: 'et', timeZone: 'Europe/Tallinn' }
    return fetch(`${this.url}/api/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: this.url },
      body: JSON.stringify({ token, ...workspace, ...ADA }),
    })
  }

  /** The first workspace with its chat, and Ada signed in. */
  async opensShop(): Promise<OpenShop> {
    const answer = await this.setsUp()
    const cookie = answer.headers.getSetCookie().map((set) => set.split(';')[0])
    const { workspaceId } = Value.Parse(Type.Object({ workspaceId: Type.String() }), await answer.json())
    const channels = await ask('GET', `${this.url}/api/workspaces/${workspaceId}/channels`, {
      cookie: cookie.join('; '),
    })
    const [chat] = expectBody(channels, Type.Object({ channels: Type.Array(ChannelBody) })).channels
    return { workspaceId, channelKey: chat?.key ?? '', cookie: cookie.join('; ') }
  }

  /** SIGINT, as Ctrl-C sends; SIGKILL is what a crash or the kernel does. */
  async ends(signal: NodeJS.Signals): Promise<Outcome> {
    this.process.kill(signal)
    return this.ended
  }
}

/** Gone afterwards, as is whatever still runs there. */
export async function makeDataFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'infolett-start-'))
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  return path.join(folder, 'data')
}

/** Starts a server that ends with the test. */
export function startInfolett(t: TestContext, port: number, environment: Environment): Infolett {
  const args = [path.join(root, 'bin/infolett'), 'start']
  const process = launch(args, { INFOLETT_PORT: String(port), ...environment })
  const infolett = new Infolett(process, `http://localhost:${port}`)
  t.after(() => infolett.ends('SIGTERM'))
  return infolett
}

/** Runs one command to its end. */
export const runInfolett = (args: string[], environment: Environment): Promise<Outcome> =>
  outcomeOf(launch([path.join(root, 'bin/infolett'), ...args], environment))

/** Nothing of this shell's own settings reaches it. */
function launch(args: string[], environment: Environment): ChildProcess {
  const { PATH = '', HOME = '' } = process.env
  return spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH, HOME, INFOLETT_LOG: 'silent', ...environment },
  })
}

async function outcomeOf(child: ChildProcess): Promise<Outcome> {
  const { stdout, stderr } = child
  if (!stdout || !stderr) throw new Error('Its output is not ours to read')
  const [said, complained, [code]] = await Promise.all([text(stdout), text(stderr), once(child, 'exit')])
  return { code, said, complained }
}

/** Below the ports that systems give to connections, so that it stays free while a server is away. */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000)
    const probe = createServer().listen({ host: '127.0.0.1', port })
    const isFree = await once(probe, 'listening').then(
      () => true,
      () => false,
    )
    if (isFree) await new Promise((resolve) => probe.close(resolve))
    if (isFree) return port
  }
}

/** The main process of the PostgreSQL in this data folder. */
export async function findPostgres(folder: string): Promise<number> {
  return Number.parseInt(await readFile(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8'), 10)
}

/** Waits for something to become true, and fails when it does not in time. */
export async function until(
  isTrue: () => boolean | Promise<boolean>,
  seconds = 20,
  what = String(isTrue),
): Promise<void> {
  for (const since = Date.now(); !(await isTrue()); await sleep(20))
    if (Date.now() - since > seconds * 1000) throw new Error(`Not true after ${seconds} seconds: ${what}`)
}
