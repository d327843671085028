import { createHash } from 'node:crypto'
import { chmod, lstat, mkdir, readdir, rm } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Account, giveTo } from './embedded-account.ts'
import { alreadyRuns } from './embedded-folder.ts'

const socketName = '.s.PGSQL.5432'
/** unix(7): a socket's path has 108 bytes with its closing NUL; macOS has 104. */
const longestSocketPath = process.platform === 'linux' ? 107 : 103

/** Where the only door to PostgreSQL is: a folder that only its user (and root) may enter. */
export function chooseSocketFolder(folder: string): string {
  const beside = join(folder, 'run')
  if (Buffer.byteLength(join(beside, socketName)) <= longestSocketPath) return beside
  return join(tmpdir(), `infolett-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`)
}

/** Makes the socket folder anew, without what an earlier run left in it. */
export async function prepareSocketFolder(path: string, account: Account | undefined): Promise<void> {
  await mkdir(path, { mode: 0o700 }).catch(unlessExists)
  const found = await lstat(path)
  if (!found.isDirectory() || ![process.geteuid?.(), account?.uid].includes(found.uid)) {
    throw new Error(`${path} is not a folder of ours. Remove it, or set INFOLETT_DATA to a folder with a shorter path.`)
  }
  // A server that we cannot see, in another container on the same folder, still answers.
  if (await answers(path)) throw new Error(alreadyRuns())

  await Promise.all((await readdir(path)).map((name) => rm(join(path, name), { recursive: true, force: true })))
  await chmod(path, 0o700)
  await giveTo(account, path)
}

/** The form that both `pg` and libpq understand: a socket's folder as the parameter `host`. */
export function connectionStringFor(socketFolder: string, database: string): string {
  return `postgresql://infolett@localhost:5432/${database}?host=${encodeURIComponent(socketFolder)}`
}

/** Whether a PostgreSQL listens there. */
export async function answers(socketFolder: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(join(socketFolder, socketName))
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

function unlessExists(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
}
