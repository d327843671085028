import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { TestContext } from 'node:test'
import { createTestDatabase } from './database.ts'

const root = path.join(import.meta.dirname, '..')

export type ServerProcess = Awaited<ReturnType<typeof startServerProcess>>

/** The server as people start it, in a process of its own, on a database of its own; ended when the test is. */
export async function startServerProcess(t: TestContext, environment: Record<string, string> = {}) {
  const data = await mkdtemp(path.join(tmpdir(), 'infolett-server-'))
  const child = spawn(process.execPath, [path.join(root, 'bin/infolett'), 'start'], {
    cwd: data,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: await createTestDatabase(),
      INFOLETT_DATA: data,
      INFOLETT_PORT: '0',
      INFOLETT_LOG: 'warn',
      ...environment,
    },
  })
  t.after(async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    await rm(data, { recursive: true, force: true })
  })
  const said = await readyLines(child)
  const url = /ready at (\S+)/.exec(said.join('\n'))?.[1] ?? ''
  const metric = async (name: string): Promise<number> => {
    const text = await (await fetch(`${url}/metrics`)).text()
    return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])
  }
  return {
    url,
    port: Number(new URL(url).port),
    setUpToken: /set-up#(\S+)/.exec(said.join('\n'))?.[1] ?? '',
    isAlive: () => child.exitCode === null && child.signalCode === null,
    residentBytes: () => metric('process_resident_memory_bytes'),
    /** What it wrote about bugs of its own: everything expected is told to the asker instead. */
    errors: () => said.filter((line) => /"level":[56]0/.test(line) || /^\s+at |Error:/.test(line)),
  }
}

/** All lines so far and from now on, once it serves. */
async function readyLines(child: ChildProcess): Promise<string[]> {
  const lines: string[] = []
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line)
        if (line.startsWith('Stop with')) resolve()
      })
    }
  })
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(`It did not start:\n${lines.join('\n')}`)))
  await Promise.race([ready, ended])
  ended.catch(() => {})
  return lines
}
