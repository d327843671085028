import type { Page } from 'playwright-core'

export type DeskPage = ReturnType<typeof deskOn>

/** The desk as an agent finds it: by roles and names. */
export function deskOn(page: Page) {
  const list = page.getByRole('listbox')
  const log = page.getByRole('log', { name: 'Messages' })
  const reply = page.getByRole('textbox', { name: 'Reply' })
  const note = page.getByRole('textbox', { name: 'Note' })
  return {
    page,
    list,
    log,
    reply,
    note,
    row: (name: string | RegExp) => list.getByRole('option', { name }),
    button: (name: string) => page.getByRole('button', { name, exact: true }),
    view: (name: string) => page.getByRole('navigation', { name: 'Inbox views' }).getByRole('link', { name }),
    text: (text: string | RegExp) => log.getByText(text, { exact: true }),
    async opens(name: string | RegExp) {
      await list.getByRole('option', { name }).click()
      await log.waitFor()
    },
    async replies(text: string) {
      await reply.fill(text)
      await reply.press('Control+Enter')
    },
    async notes(text: string) {
      await page.getByRole('radio', { name: 'Note' }).click()
      await note.fill(text)
      await note.press('Control+Enter')
    },
    async sees(text: string | RegExp) {
      await log.getByText(text, { exact: true }).first().waitFor()
    },
    /** A part of the settings, from wherever they are. */
    async goesToSettings(section: string) {
      await page.getByRole('navigation', { name: 'Desk' }).getByRole('link', { name: 'Settings' }).click()
      await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: section }).click()
    },
  }
}
