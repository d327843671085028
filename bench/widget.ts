import type { Browser, BrowserContext, Page, Response } from 'playwright-core'
import { openBrowser, openContext, recordTransfers, sumGzipped } from './browser.ts'
import { countLongTasks } from './browser-tasks.ts'
import { atMost, type Figure, forInformation } from './figure.ts'
import { percentilesOf } from './percentiles.ts'
import { makeFolder, startServerProcess } from './server.ts'

/** Rounds of each kind, in turn, so that what else the machine does falls on both alike. */
const ROUNDS = 5
const SLOWER = 4
/** Long enough for everything that a page does once it is idle. */
const QUIET_MILLISECONDS = 3_000
const SCRIPT_TAG = /<script src="\/widget\.js"[^>]*><\/script>/

type Round = { bytes: number; requests: number; longTasks: number; layoutShift: number; scriptMilliseconds: number }

/** Runs in the page. Layout Instability API: the score of each shift, buffered from the first frame on. */
const WATCH_LAYOUT = `window.layoutShift = 0
  new PerformanceObserver((list) => { for (const { value } of list.getEntries()) window.layoutShift += value })
    .observe({ type: 'layout-shift', buffered: true })`

/** What the chat window costs a page of the demo shop: before the visitor acts, and opened. */
export async function* measureWidget(): AsyncGenerator<Figure> {
  await using folder = await makeFolder()
  const server = await startServerProcess({ INFOLETT_DATA: folder.path, INFOLETT_DEMO: 'true' })
  const browser = await openBrowser()
  try {
    yield* measureLoad(browser, `${server.url}/demo`)
    yield atMost('widget.open.gzip_bytes', await open(browser, `${server.url}/demo`), 'bytes', 25_600)
  } finally {
    await browser.close()
    await server.stop()
  }
}

async function* measureLoad(browser: Browser, url: string): AsyncGenerator<Figure> {
  const bare: Round[] = []
  const dressed: Round[] = []
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(await visit(browser, url, false))
    dressed.push(await visit(browser, url, true))
  }
  const added = (part: keyof Round) => median(dressed, part) - median(bare, part)
  yield atMost('widget.load.gzip_bytes', median(dressed, 'bytes'), 'bytes', 4_096)
  yield atMost('widget.load.requests', added('requests'), 'requests', 1)
  yield atMost('widget.load.long_tasks', median(dressed, 'longTasks'), 'tasks', 0)
  yield atMost('widget.load.layout_shift', Math.max(0, added('layoutShift')), 'shift', 0)
  yield forInformation('widget.load.script_ms', added('scriptMilliseconds'), 'ms')
}

const median = (rounds: Round[], part: keyof Round): number => percentilesOf(rounds.map((round) => round[part])).p50

/** A visit on a slow device with an empty cache; the page with the chat window's script tag, or without. */
async function visit(browser: Browser, url: string, hasWidget: boolean): Promise<Round> {
  const context = await openContext(browser)
  try {
    const page = await context.newPage()
    const transfers = recordTransfers(page)
    await serve(page, url, (html) => (hasWidget ? html : html.replace(SCRIPT_TAG, '')))
    await page.addInitScript(WATCH_LAYOUT)
    const devtools = await slowDown(context, page)
    const longTasks = await countLongTasks(browser, page, isOurs, async () => {
      await page.goto(url)
      await page.waitForTimeout(QUIET_MILLISECONDS)
    })
    const { metrics } = await devtools.send('Performance.getMetrics')
    const scriptSeconds = metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0
    return {
      bytes: await sumGzipped(transfers.filter((transfer) => isOurs(transfer.url()))),
      requests: transfers.length,
      longTasks,
      layoutShift: Number(await page.evaluate('window.layoutShift')),
      scriptMilliseconds: 1000 * scriptSeconds,
    }
  } finally {
    await context.close()
  }
}

/** Whatever the chat window fetches: its script, what that loads, and what it asks the server. */
const isOurs = (url: string): boolean => /^\/(widget\.js$|widget\/|api\/widget\/)/.test(url && new URL(url).pathname)

const serve = (page: Page, url: string, change: (html: string) => string) =>
  page.route(url, async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, body: change(await response.text()) })
  })

async function slowDown(context: BrowserContext, page: Page) {
  const devtools = await context.newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  await devtools.send('Performance.enable')
  return devtools
}

/** Everything that came by the time a visitor can write, in bytes. */
async function open(browser: Browser, url: string): Promise<number> {
  const context = await openContext(browser)
  try {
    const page = await context.newPage()
    const transfers: Response[] = recordTransfers(page)
    await page.goto(url)
    const chat = page.locator('infolett-chat')
    await chat.getByRole('button').click()
    await chat.getByRole('textbox').fill('Hello')
    await page.waitForTimeout(QUIET_MILLISECONDS)
    return await sumGzipped(transfers.filter((transfer) => isOurs(transfer.url())))
  } finally {
    await context.close()
  }
}
