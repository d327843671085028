import { readFile } from 'node:fs/promises'
import { availableParallelism, loadavg, totalmem } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

/** How busy the machine was before we began: timings taken on a busy one say little. */
export async function describeMachine(): Promise<string> {
  const gibibytes = Math.round(totalmem() / 1024 ** 3)
  const [lastMinute = 0] = loadavg()
  return `${availableParallelism()} cores, ${gibibytes} GiB, load ${lastMinute.toFixed(2)}, ${await describeCores()}`
}

async function describeCores(): Promise<string> {
  const before = await readCores()
  await sleep(2_000)
  const after = await readCores()
  if (!before || !after) return 'idle unknown'
  const total = after.total - before.total
  const share = (part: 'idle' | 'steal') => `${Math.round((100 * (after[part] - before[part])) / total)} %`
  return `${share('idle')} idle, ${share('steal')} stolen`
}

/** Ticks since boot, from proc_stat(5). */
async function readCores(): Promise<{ total: number; idle: number; steal: number } | undefined> {
  const text = await readFile('/proc/stat', 'utf8').catch(() => '')
  const ticks = text.split('\n')[0]?.trim().split(/\s+/).slice(1, 9).map(Number)
  if (!ticks || ticks.length < 8) return undefined
  const [, , , idle = 0, waiting = 0, , , steal = 0] = ticks
  return { total: ticks.reduce((sum, part) => sum + part, 0), idle: idle + waiting, steal }
}
