import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import type { Channel } from '#conversations/channel.ts'
import type { Settings } from '#platform/settings.ts'
import { browser } from './browser.ts'
import { type Chat, chatOn } from './chat.ts'
import { openDesk } from './desk.ts'
import { type DeskPage, deskOn } from './desk-page.ts'
import type { Member } from './member.ts'

const PATIENCE_MILLISECONDS = 30_000
const TELL_VIOLATIONS = {
  content: `addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    console.error('Violates', violatedDirective, blockedURI))`,
}

export type ShopTab = { context: BrowserContext; page: Page; chat: Chat }

type WindowsOptions = {
  /** What browsers write to their consoles in this story, such as that a password was refused. */
  mayComplain?: RegExp
  settings?: Partial<Settings>
  /** Stands in for the mail servers. */
  email?: Channel
}

/**
 * The whole server with the cast of `openDesk`, its workspace standing behind the demo shop, and real windows on both.
 * A story fails when any of its pages complains of an error or of its content security policy.
 */
export async function openWindows(t: TestContext, { mayComplain, settings, email }: WindowsOptions = {}) {
  const contexts: BrowserContext[] = []
  const complaints: string[] = []
  // Before the server, so that no window misses it.
  t.after(() => Promise.all(contexts.map((context) => context.close())))
  const server = await openDesk(t, { hostname: 'localhost', settings: { wantsDemo: true, ...settings }, email })
  t.after(() => assert.deepEqual(complaints, []))
  await server.db.updateTable('workspaces').set({ isDemo: true }).where('id', '=', server.workspace.id).execute()

  /** Somebody's browser, with cookies of its own. */
  async function opensBrowser(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await browser.newContext({
      baseURL: server.url,
      locale: 'en-GB',
      timezoneId: 'Europe/Tallinn',
      reducedMotion: 'reduce',
      ...options,
    })
    contexts.push(context)
    context.setDefaultTimeout(PATIENCE_MILLISECONDS)
    const complain = (complaint: string) => {
      if (!mayComplain?.test(complaint)) complaints.push(complaint)
    }
    context.on('weberror', (error) => complain(`uncaught: ${error.error().stack}`))
    context.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complain(`${message.text()} (${message.location().url})`)
    })
    await context.addInitScript(TELL_VIOLATIONS)
    return context
  }

  async function visitsShop(context?: BrowserContext): Promise<ShopTab> {
    const visitor = context ?? (await opensBrowser())
    const page = await visitor.newPage()
    await page.goto('/demo?lang=en')
    return { context: visitor, page, chat: chatOn(page) }
  }

  /** The inbox of a member who has just signed in. */
  async function opensDesk(member: Member, options?: BrowserContextOptions): Promise<DeskPage> {
    const context = await opensBrowser(options)
    const page = await context.newPage()
    await page.goto(await server.app.signIn.createSignInLink(member.email))
    await page.getByRole('region', { name: 'Conversations' }).waitFor()
    return deskOn(page)
  }

  /** One more window of a desk. */
  async function opensAnother({ page }: DeskPage): Promise<DeskPage> {
    const another = await page.context().newPage()
    await another.goto('/desk')
    await another.getByRole('region', { name: 'Conversations' }).waitFor()
    return deskOn(another)
  }

  return { ...server, opensBrowser, visitsShop, opensDesk, opensAnother }
}
