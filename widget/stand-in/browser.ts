import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, type TestContext } from 'node:test'
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { browser } from '#test/browser.ts'
import { type Chat, chatOn } from '#test/chat.ts'
import { buildWidget } from '../build.ts'
import { openStandIn, type StandIn } from './server.ts'

/** The scripts under test, built once for a test file. */
export const scripts = await mkdtemp(join(tmpdir(), 'infolett-widget-'))
await buildWidget({ outDir: scripts })

after(() => rm(scripts, { recursive: true }))

export type ShopOptions = {
  /** The shop page, given the script tag. */
  html?: (script: string) => string
  headers?: (server: string) => Record<string, string>
  /** More attributes of the script tag. */
  attributes?: string
  context?: BrowserContextOptions
  /** Runs on every page before its own scripts. */
  before?: () => void
}

export type Visit = {
  desk: StandIn
  context: BrowserContext
  page: Page
  shop: string
  /** Everything any page of this visit wrote to its console, errors nobody caught included. */
  console: string[]
  chat: Chat
  openTab(): Promise<{ page: Page; chat: Chat }>
}

/** A visitor’s browser on a page of a shop, whose chat window a stand-in server serves from another origin. Whoever posts there is asked to pay. */
export async function visitShop(t: TestContext, options: ShopOptions = {}): Promise<Visit> {
  const desk = await openStandIn(scripts)
  const shop = await openShop(desk.origin, options)
  const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce', ...options.context })
  context.setDefaultTimeout(8_000)
  t.after(async () => {
    await context.close()
    await Promise.all([desk.close(), shop.close()])
  })
  const said: string[] = []
  context.on('console', (message) => said.push(`${message.type()}: ${message.text()}`))
  context.on('weberror', (error) => said.push(`uncaught: ${error.error().message}`))
  if (options.before) await context.addInitScript(options.before)

  async function openTab() {
    const page = await context.newPage()
    await page.goto(shop.origin)
    return { page, chat: chatOn(page) }
  }

  return { desk, context, shop: shop.origin, console: said, openTab, ...(await openTab()) }
}

async function openShop(server: string, { html = plainPage, headers, attributes = 'data-language="en"' }: ShopOptions) {
  const script = `<script async src="${server}/widget.js" data-channel="shop" ${attributes}></script>`
  const shop = createServer(({ method }, response) => {
    if (method === 'POST') return response.writeHead(402).end()
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers?.(server) }).end(html(script))
  })
  shop.listen(0, '127.0.0.1')
  await once(shop, 'listening')
  const { port } = shop.address() as AddressInfo
  async function close() {
    shop.closeAllConnections()
    shop.close()
    await once(shop, 'close')
  }
  return { origin: `http://127.0.0.1:${port}/`, close }
}

export function plainPage(script: string) {
  return `<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width">
    <link rel="icon" href="data:,"><title>A juniper board</title>${script}</head>
    <body><h1>A juniper board</h1><p>Cut in Võrumaa.</p><button>Buy</button></body></html>`
}
