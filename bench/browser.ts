import { existsSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { type Browser, type BrowserContext, chromium, type Page, type Response } from 'playwright-core'

const DEBIAN_CHROMIUM = '/usr/bin/chromium'
const ARGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-blink-features=AutomationControlled',
]

/** The Chromium that the tests use too. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? (existsSync(DEBIAN_CHROMIUM) ? DEBIAN_CHROMIUM : undefined),
    chromiumSandbox: process.getuid?.() !== 0,
    args: ARGS,
  })

/** Somebody whom nothing tells from others: no page of ours may behave better because it is measured. */
export async function openContext(browser: Browser): Promise<BrowserContext> {
  const userAgent = `Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${browser.version()} Safari/537.36`
  return browser.newContext({ locale: 'en-GB', userAgent, viewport: { width: 1280, height: 800 } })
}

/** What a page fetches, in order. */
export function recordTransfers(page: Page): Response[] {
  const transfers: Response[] = []
  page.on('response', (response) => transfers.push(response))
  return transfers
}

/** Bodies as `gzip -9` makes them, whatever encoding they came in. */
export async function sumGzipped(transfers: Response[]): Promise<number> {
  const bodies = await Promise.all(transfers.map((transfer) => transfer.body()))
  return bodies.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).length, 0)
}
