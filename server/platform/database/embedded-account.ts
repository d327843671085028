import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { promisify } from 'node:util'

export type Account = { uid: number; gid: number; isNamed: boolean }

const run = promisify(execFile)

/** Who PostgreSQL runs as: this very user (undefined), or, as it refuses root, the cluster's owner or user postgres. */
export async function chooseAccount(cluster: string): Promise<Account | undefined> {
  if (process.geteuid?.() !== 0) return undefined

  const owner = await stat(cluster).catch(() => undefined)
  if (owner && owner.uid !== 0) return (await findAccount(owner.uid)) ?? { ...owner, isNamed: false }
  return (await findAccount('postgres')) ?? (await createAccount())
}

/** Gives a folder and all in it to the account that PostgreSQL runs as. */
export async function giveTo(account: Account | undefined, folder: string): Promise<void> {
  if (account) await run('chown', ['-R', `${account.uid}:${account.gid}`, folder])
}

async function findAccount(user: string | number): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (field) => Number((await run('id', [field, String(user)])).stdout)),
    )
    return uid !== undefined && gid !== undefined ? { uid, gid, isNamed: true } : undefined
  } catch {
    return undefined
  }
}

async function createAccount(): Promise<Account> {
  const created =
    (await succeeds('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--home-dir',
      '/nonexistent',
      'postgres',
    ])) || (await succeeds('adduser', ['--system', '--group', '--no-create-home', '--disabled-login', 'postgres']))
  const account = created ? await findAccount('postgres') : undefined
  if (account) return account

  throw new Error(
    'PostgreSQL does not run as root, and Infolett could not create a user for it. ' +
      'Create one with: useradd --system postgres. Or start Infolett as an ordinary user.',
  )
}

async function succeeds(program: string, args: string[]): Promise<boolean> {
  return run(program, args).then(
    () => true,
    () => false,
  )
}
