import { readdir, readFile } from 'node:fs/promises'

/** `cpuSeconds` counts children that have ended, too. */
export type Process = { pid: number; parentPid: number; name: string; cpuSeconds: number }

/** sysconf(_SC_CLK_TCK), the same on every Linux that people run. */
const TICKS_PER_SECOND = 100

/** A process and all that it started, and they. From proc_pid_stat(5): Linux only. */
export async function listTree(pid: number): Promise<Process[]> {
  const all = await listProcesses()
  const tree = all.filter((process) => process.pid === pid)
  for (const parent of tree) tree.push(...all.filter(({ parentPid }) => parentPid === parent.pid))
  return tree
}

async function listProcesses(): Promise<Process[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  return (await Promise.all(pids.map(readProcess))).flatMap((process) => process ?? [])
}

async function readProcess(pid: string): Promise<Process | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  if (!stat) return undefined
  const nameEnd = stat.lastIndexOf(')')
  const fields = stat.slice(nameEnd + 2).split(' ')
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
  const name = stat.slice(stat.indexOf('(') + 1, nameEnd)
  return { pid: Number(pid), parentPid: Number(fields[1]), name, cpuSeconds: ticks / TICKS_PER_SECOND }
}

/**
 * `rss`: memory in use, what is shared counted in each process again. `pss`: what is shared counted in equal parts
 * (proc_pid_smaps(5)), so that the sum over processes is what they really take.
 */
export async function readMemory(pid: number): Promise<{ rssBytes: number; pssBytes: number }> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  const bytes = (field: string) => 1024 * Number(rollup.match(new RegExp(`^${field}: +(\\d+) kB`, 'm'))?.[1] ?? 0)
  return { rssBytes: bytes('Rss'), pssBytes: bytes('Pss') }
}

/** The most memory that it ever had in use at once. */
export async function readPeakRss(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return 1024 * Number(status.match(/^VmHWM:\s+(\d+) kB/m)?.[1] ?? 0)
}
