import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import type { Account } from './embedded-account.ts'

/** Starts a program as the user PostgreSQL runs as; on Linux it is told to shut down (SIGINT) when we die. */
export type Launch = (program: string, args: string[]) => ChildProcess

type Finished = { code: number | null; output: string }

/** A launch with which `postgres` can be run and `folder` can be entered, whoever owns the folders above them. */
export async function prepareLaunch(account: Account | undefined, postgres: string, folder: string): Promise<Launch> {
  const hasSetpriv = await succeeds('setpriv', ['--pdeathsig=INT', 'true'])
  if (!account) return hasSetpriv ? launchWith(['--pdeathsig=INT']) : launchWith()
  if (!hasSetpriv) return launchWith(undefined, account)

  const asAccount = [
    `--reuid=${account.uid}`,
    `--regid=${account.gid}`,
    account.isNamed ? '--init-groups' : '--clear-groups',
    '--pdeathsig=INT',
  ]
  if (await canReach(launchWith(asAccount), postgres, folder)) return launchWith(asAccount)

  const launch = launchWith([...asAccount, ...throughClosedFolders])
  // Installed under a strict umask, the programs can be run by root alone. They are public: let others run them too.
  if (!(await canReach(launch, postgres, folder))) await succeeds('chmod', ['-R', 'a+rX', dirname(dirname(postgres))])
  if (await canReach(launch, postgres, folder)) return launch

  throw new Error(
    `PostgreSQL, which does not run as root, cannot reach ${folder} or ${dirname(postgres)}. ` +
      'Move Infolett and its data out of closed folders such as /root, or start Infolett as an ordinary user.',
  )
}

/**
 * When a folder above is closed to others, as /root mostly is, PostgreSQL may pass it and read, not write, what is in it.
 * Nobody gains by it: who commands this PostgreSQL commands Infolett, which runs as root anyway. Without the securebit
 * access(2), by which initdb looks for its programs, would not count the capability; exec drops all others.
 */
const throughClosedFolders = [
  '--inh-caps=+dac_read_search',
  '--ambient-caps=+dac_read_search',
  '--securebits=+no_setuid_fixup',
]

/** Runs a program to its end and gathers what it says. */
export async function finish(child: ChildProcess): Promise<Finished> {
  let output = ''
  child.stdout?.on('data', (chunk) => (output += chunk))
  child.stderr?.on('data', (chunk) => (output += chunk))
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, output: error.message }))
    child.once('close', (code) => resolve({ code, output }))
  })
}

function launchWith(setpriv?: string[], account?: Account): Launch {
  return (program, args) => {
    const [file = program, ...rest] = setpriv ? ['setpriv', ...setpriv, program, ...args] : [program, ...args]
    return spawn(file, rest, {
      cwd: '/',
      // Its own process group: Ctrl-C is for us, who stop PostgreSQL when the last request is answered.
      detached: true,
      // Settings and secrets of ours are none of its business, and PGDATA or PGPORT of this shell are not meant for it.
      env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(account && { uid: account.uid, gid: account.gid }),
    })
  }
}

async function canReach(launch: Launch, program: string, folder: string): Promise<boolean> {
  return (await finish(launch('sh', ['-c', 'test -x "$0" && cd "$1"', program, folder]))).code === 0
}

async function succeeds(program: string, args: string[]): Promise<boolean> {
  return promisify(execFile)(program, args).then(
    () => true,
    () => false,
  )
}
