import { test } from 'node:test'
import { openWindows } from './windows.ts'

// What `openWindows` asserts of every page is all there is to tell here.

test('no page of the shop complains, nor of its content security policy', async (t) => {
  const { opensBrowser } = await openWindows(t)
  const page = await (await opensBrowser()).newPage()
  for (const place of [
    '',
    '/category/madratsid',
    '/product/MAD-01',
    '/cart',
    '/checkout',
    '/contact',
    '/account',
    '/mail',
  ]) {
    await page.goto(`/demo${place}?lang=en`)
    await page.getByRole('button', { name: 'Chat with us' }).waitFor()
  }
})

test('no page of the desk complains', async (t) => {
  const { ada, cleo, opensDesk, workspace } = await openWindows(t)
  await cleo.writes('Hello')
  const desk = await opensDesk(ada)
  await desk.opens(/Hello/)
  await desk.sees('Hello')
  await desk.goesToSettings('Profile')
  const settings = desk.page.getByRole('navigation', { name: 'Settings' }).getByRole('link')
  for (const link of await settings.all()) {
    await link.click()
    await desk.page.locator('[aria-current=page]').and(link).waitFor()
    await desk.page.getByText(/^Loading/).waitFor({ state: 'detached' })
  }
  await desk.page.goto(`/desk/${workspace.id}/nowhere`)
  await desk.page.getByText('There is nothing here').waitFor()
})

test('the pages before the desk and the description of the API do not complain', async (t) => {
  // Browsers note that nobody is signed in, and that an invitation is gone.
  const { opensBrowser } = await openWindows(t, { mayComplain: /status of 4(01|10)/ })
  const page = await (await opensBrowser()).newPage()
  for (const [path, heading] of [
    ['/desk/sign-in', 'Sign in'],
    ['/desk/set-up', 'This set-up link does not work'],
    ['/desk/invitation#gone', 'This invitation does not work'],
    ['/desk/new-password', 'This link does not work'],
    ['/api/docs', 'Infolett'],
  ] as const) {
    await page.goto(path)
    await page.getByRole('heading', { name: heading }).first().waitFor()
  }
  await page.getByText('/api/workspaces/{workspaceId}/conversations').first().waitFor({ state: 'attached' })
})
