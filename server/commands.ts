import { describeSettings, readSettings } from '#platform/settings.ts'
import { type Running, startServer } from './main.ts'

type Command = { does: string; run: (args: string[]) => Promise<void> }

const commands: Record<string, Command> = {
  start: { does: 'Start the server (also without a command).', run: start },
  settings: { does: 'List what can be set in the environment.', run: listSettings },
  bench: { does: 'Measure: bench chat | connections | widget | start.', run: bench },
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
  const signals = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => signals.abort())
  const running = await startServer(readSettings(process.env), (sentence) => console.log(sentence))
  if (!signals.signal.aborted)
    await new Promise((resolve) => signals.signal.addEventListener('abort', resolve, { once: true }))
  console.log('Stopping: finishing what is under way ...')
  await stopInTime(running)
  process.exit(0)
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

async function listSettings(): Promise<void> {
  console.log(describeSettings())
}

async function bench(names: string[]): Promise<void> {
  const { runBench } = await import('../bench/bench.ts')
  await runBench(names)
}

async function help(): Promise<void> {
  console.log('Usage: npx infolett COMMAND\n')
  for (const [name, { does }] of Object.entries(commands)) console.log(`  ${name.padEnd(10)} ${does}`)
}
