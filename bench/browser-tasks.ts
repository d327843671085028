import type { Browser, Page } from 'playwright-core'

/** W3C Long Tasks: what keeps a page from answering for longer than this. */
const LONG_MILLISECONDS = 50
const CATEGORIES = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'toplevel']

type TraceEvent = {
  name: string
  ts: number
  dur?: number
  /** Time the thread ran, in microseconds: a machine busy with other things makes no task long. */
  tdur?: number
  pid: number
  tid: number
  args: { data?: { url?: string } }
}

/** Tasks of a page that are long, and would not be without the scripts whose address fits `isOurs`. */
export async function countLongTasks(
  browser: Browser,
  page: Page,
  isOurs: (url: string) => boolean,
  act: () => Promise<void>,
): Promise<number> {
  await browser.startTracing(page, { categories: CATEGORIES })
  await act()
  const trace = await browser.stopTracing()
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] }
  const ours = traceEvents.filter(
    ({ name, args }) => ['EvaluateScript', 'FunctionCall'].includes(name) && isOurs(args.data?.url ?? ''),
  )
  const longTasks = traceEvents.filter((event) => event.name === 'RunTask' && ran(event) >= LONG_MILLISECONDS)
  return longTasks.filter((task) => {
    const part = ours.filter((event) => isWithin(task, event)).reduce((sum, event) => sum + ran(event), 0)
    return ran(task) - part < LONG_MILLISECONDS
  }).length
}

const ran = ({ tdur = 0 }: TraceEvent): number => tdur / 1000

const isWithin = (task: TraceEvent, { pid, tid, ts }: TraceEvent): boolean =>
  pid === task.pid && tid === task.tid && ts >= task.ts && ts <= task.ts + (task.dur ?? 0)
