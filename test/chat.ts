import type { Page } from 'playwright-core'

export type Chat = ReturnType<typeof chatOn>

/** The chat window as a visitor finds it: by roles and names. */
export function chatOn(page: Page) {
  const window = page.getByRole('dialog')
  const field = window.getByRole('textbox', { name: 'Your message' })
  return {
    launcher: page.getByRole('button', { name: 'Chat with us' }),
    window,
    field,
    log: window.getByRole('log'),
    messages: window.locator('.bubble'),
    button: (name: string) => window.getByRole('button', { name }),
    text: (text: string | RegExp) => window.getByText(text, { exact: true }),
    open: () => page.getByRole('button', { name: 'Chat with us' }).click(),
    async writes(text: string) {
      await field.fill(text)
      await field.press('Enter')
    },
    async sees(text: string | RegExp) {
      await window.getByText(text, { exact: true }).first().waitFor()
    },
  }
}
