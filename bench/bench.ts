import { measureChat } from './chat.ts'
import { measureConnections } from './connections.ts'
import { measureDesk } from './desk.ts'
import type { Figure } from './figure.ts'
import { describeMachine } from './machine.ts'
import { measureMail } from './mail.ts'
import { measureStart } from './start.ts'
import { measureWidget } from './widget.ts'

const measurements: Record<string, () => AsyncIterable<Figure>> = {
  chat: measureChat,
  mail: measureMail,
  connections: measureConnections,
  widget: measureWidget,
  desk: measureDesk,
  start: measureStart,
}

/** What is the same on every machine, so that a check may fail on it; times are not. */
const EXACT_UNITS = ['bytes', 'requests', 'shift']

/** Measures what is named, or all, and prints each figure as one JSON line. */
export async function runBench(names: string[]): Promise<void> {
  const unknown = names.find((name) => !measurements[name])
  if (unknown)
    throw new Error(`There is no measurement "${unknown}". There are: ${Object.keys(measurements).join(', ')}.`)

  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))
  for (const [name, measure] of Object.entries(measurements)) {
    if (names.length > 0 && !names.includes(name)) continue
    console.error(`${name}: ${await describeMachine()}`)
    for await (const figure of measure()) {
      console.log(JSON.stringify(figure))
      if (name === 'widget' && figure.ok === false && EXACT_UNITS.includes(figure.unit)) process.exitCode = 1
    }
  }
}
