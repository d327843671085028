import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

/** A server program in the foreground. */
export type Daemon = { start(): Promise<void>; stop(): Promise<void> }

type Options = { program: string; args: string[]; port: number; explain: () => Promise<string> }

/** It ends when we die, however we do, where there is a setpriv to see to it. */
export function createDaemon({ program, args, port, explain }: Options): Daemon {
  let child: ChildProcess | undefined
  return {
    async start() {
      if (child) return
      const [file = 'sh', ...rest] = [...(await endingWithUs()), 'sh', '-c', minding, 'sh', program, ...args]
      const started = spawn(file, rest, { detached: true, stdio: 'ignore', cwd: '/' })
      child = started
      started.once('exit', () => {
        if (child === started) child = undefined
      })
      while (!(await answers(port))) {
        if (!child) throw new Error(`${program} did not start:\n${await explain()}`)
        await sleep(10)
      }
    },
    async stop() {
      if (!child) return
      const { pid } = child
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
      endGroup(pid)
    },
  }
}

/** Those of Dovecot's processes that talk to somebody would go on doing so for a while. */
function endGroup(pid: number | undefined): void {
  try {
    if (pid) process.kill(-pid, 'SIGKILL')
  } catch {
    // All have ended.
  }
}

/** A shell passes on that we died: Postfix changes its user for a moment, and the kernel forgets to tell who does. */
const minding = '"$@" & child=$!; trap "kill -TERM $child" TERM; wait $child; wait $child'

let setpriv: Promise<string[]> | undefined
function endingWithUs(): Promise<string[]> {
  const command = ['setpriv', '--pdeathsig=TERM']
  setpriv ??= promisify(execFile)('setpriv', ['--pdeathsig=TERM', 'true']).then(
    () => command,
    () => [],
  )
  return setpriv
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port })
    socket.once('error', () => resolve(false))
    socket.once('data', () => {
      socket.destroy()
      resolve(true)
    })
  })
}
