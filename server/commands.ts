import { readSettings } from '#platform/settings.ts'
import { backUp } from './commands/backup.ts'
import { printDiagnosis } from './commands/doctor.ts'
import { printMail } from './commands/mail.ts'
import { migrateOnly } from './commands/migrate.ts'
import { listSettings } from './commands/settings.ts'
import { printSignInLink } from './commands/sign-in-link.ts'
import { type Running, startServer } from './main.ts'

type Command = { takes?: string; does: string; run: (args: string[]) => Promise<void> }

const commands: Record<string, Command> = {
  start: { does: 'Start the server (also without a command).', run: start },
  'sign-in-link': { takes: 'EMAIL', does: 'Print a link that signs this member in once.', run: printSignInLink },
  backup: { takes: 'FOLDER', does: 'Back up everything into a new folder, while the server runs or not.', run: backUp },
  migrate: { does: 'Bring the database up to date and do nothing else.', run: migrateOnly },
  doctor: { takes: '[--json]', does: 'Look for what is wrong and say what to do about it.', run: printDiagnosis },
  mail: {
    takes: 'parse FILE [--json]',
    does: 'Print what is understood of a mail; - reads it from standard input.',
    run: printMail,
  },
  settings: { does: 'List what can be set in the environment.', run: listSettings },
  bench: { takes: 'NAME', does: 'Measure: chat, connections, widget, desk or start.', run: bench },
  help: { does: 'Show this list.', run: help },
}

/** Runs one command; a failure is one sentence on the console and exit code 1. */
export async function runCommand([name = 'start', ...args]: string[]): Promise<void> {
  const command = commands[name === '--help' || name === '-h' ? 'help' : name]
  if (!command) {
    console.error(`There is no command "${name}".`)
    await help()
    process.exit(2)
  }
  try {
    await command.run(args)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    if (process.env.INFOLETT_LOG === 'debug') console.error(error)
    process.exit(1)
  }
}

async function start(): Promise<void> {
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  if (process.env.npm_lifecycle_event) onceOrphaned(stop)
  const running = await startServer(
    readSettings(process.env),
    (sentence) => console.log(sentence),
    stopping.signal,
  ).catch((error: unknown) => {
    if (!stopping.signal.aborted) throw error
  })
  // Asked to stop before it ran: it has tidied up after itself.
  if (!running) return process.exit(0)
  if (!stopping.signal.aborted)
    await new Promise((resolve) => stopping.signal.addEventListener('abort', resolve, { once: true }))
  console.log('Stopping: finishing what is under way ...')
  await stopInTime(running)
  process.exit(0)
}

/** npm hands Ctrl-C on, but cannot hand on that it was killed; without it nobody would be left to stop us. */
function onceOrphaned(stop: () => void): void {
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && stop(), 200).unref()
}

/** A client that never lets go must not keep the server from ending. */
async function stopInTime({ stop }: Running): Promise<void> {
  const late = setTimeout(() => {
    console.error('Something did not end in time; stopping all the same.')
    process.exit(1)
  }, 30_000)
  await stop()
  clearTimeout(late)
}

async function bench(names: string[]): Promise<void> {
  const { runBench } = await import('../bench/bench.ts')
  await runBench(names)
}

async function help(): Promise<void> {
  console.log('Usage: npx infolett COMMAND\n')
  for (const [name, { takes = '', does }] of Object.entries(commands))
    console.log(`  ${`${name} ${takes}`.padEnd(25)} ${does}`)
}
