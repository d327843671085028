import { existsSync } from 'node:fs'
import { after } from 'node:test'
import { chromium } from 'playwright-core'

const DEBIANS = '/usr/bin/chromium'
const ARGS = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-sync']

/** One Chromium for a test file, with as many windows as its stories need. */
export const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? (existsSync(DEBIANS) ? DEBIANS : chromium.executablePath()),
  chromiumSandbox: process.getuid?.() !== 0,
  args: ARGS,
  // Playwright turns the back/forward cache off; people have it.
  ignoreDefaultArgs: ['--disable-back-forward-cache'],
})
after(() => browser.close())
