import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { endProcess, isServerOf, listWorkersOf, shutdown } from './embedded-processes.ts'

/** Ends what an earlier run left of PostgreSQL in this cluster: an orphaned server, workers that lost theirs, a stale pid file. */
export async function endRemains(cluster: string): Promise<void> {
  const pid = await readServerPid(cluster)
  if (pid && (await isServerOf(cluster, pid))) {
    await endProcess(pid, shutdown)
  }
  for (const worker of await listWorkersOf(cluster)) await endProcess(worker, shutdown.slice(1))
  await disownPidFile(cluster)
}

/**
 * PostgreSQL refuses to start while the number in its pid file is in use, even by a stranger, or by its own corpse where
 * nobody buries orphans, as in a container without an init. The file must stay, as it leads PostgreSQL to shared memory
 * still in use; but it takes its parent's number, ours, for stale.
 */
async function disownPidFile(cluster: string): Promise<void> {
  if (!(await readServerPid(cluster))) return

  const path = join(cluster, 'postmaster.pid')
  const [, ...rest] = (await readFile(path, 'utf8')).split('\n')
  await writeFile(path, [process.pid, ...rest].join('\n'))
}

async function readServerPid(cluster: string): Promise<number | undefined> {
  const file = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')
  return Number.parseInt(file, 10) || undefined
}
