import { execFile } from 'node:child_process'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const onLinux = process.platform === 'linux'

/** When a living process began, as a word that no other process with the same number shares; undefined when it is gone. */
export async function findProcessStart(pid: number): Promise<string | undefined> {
  if (!onLinux) return (await ps(pid, 'lstart=')) || undefined

  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // proc_pid_stat(5): the name stands in parentheses and may hold anything; after it come state (3) and, 22nd, the start.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const isDead = stat === '' || fields[0] === 'Z' || fields[0] === 'X'
  return isDead ? undefined : `${fields[19]} ${await bootId()}`
}

/** Whether a process is the PostgreSQL server of this cluster. */
export async function isServerOf(cluster: string, pid: number): Promise<boolean> {
  if (!onLinux) return (await ps(pid, 'command=')).includes(`postgres -D ${cluster} `)

  const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0')
  return command[0]?.endsWith('/postgres') === true && command[command.indexOf('-D') + 1] === cluster
}

/** The PostgreSQL processes that work in this cluster's folder, the server's own children included. */
export async function listWorkersOf(cluster: string): Promise<number[]> {
  if (!onLinux) return []

  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0)
  const isWorker = await Promise.all(
    pids.map(async (pid) => {
      const folder = await readlink(`/proc/${pid}/cwd`).catch(() => '')
      return folder === cluster && (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')) === 'postgres\n'
    }),
  )
  return pids.filter((_, index) => isWorker[index])
}

/** Signals to try one after the other, each with the seconds we wait for the end before the next. */
type Patience = [NodeJS.Signals, seconds: number][]

/** PostgreSQL's fast shutdown, then its immediate one, from which the next start recovers, then force. */
export const shutdown: Patience = [
  ['SIGINT', 10],
  ['SIGQUIT', 10],
  ['SIGKILL', 5],
]

/** Ends a process; a later one that is given its number is left alone. */
export async function endProcess(pid: number, patience: Patience): Promise<void> {
  const start = await findProcessStart(pid)
  const isRunning = async () => start !== undefined && (await findProcessStart(pid)) === start

  for (const [signal, seconds] of patience) {
    if (await isRunning()) sendSignal(pid, signal)
    for (const since = Date.now(); (await isRunning()) && Date.now() - since < seconds * 1000; ) await sleep(20)
  }
}

/** Sends a signal to a process that may be gone already. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

async function bootId(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')).trim()
}

async function ps(pid: number, column: string): Promise<string> {
  const answer = await promisify(execFile)('ps', ['-o', column, '-p', String(pid)]).catch(() => ({ stdout: '' }))
  return answer.stdout.trim()
}
