import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWindows } from './windows.ts'

test('an admin sees the chat window change while they set it, and nothing is kept before it is saved', async (t) => {
  const { ada, db, workspace, channel, opensDesk } = await openWindows(t)
  const desk = await opensDesk(ada)
  const { page, button } = desk
  const preview = page.frameLocator('iframe')
  const saved = async () =>
    (await db.selectFrom('channels').select('settings').where('id', '=', channel.id).executeTakeFirstOrThrow()).settings
  await desk.goesToSettings('Channels')
  await button('Change Chat').click()

  await preview.getByText('Hello! How can we help?').waitFor()
  await page.getByLabel('Greeting', { exact: true }).fill('Ask us about juniper.')
  await preview.getByText('Ask us about juniper.').waitFor()
  assert.equal(await page.locator(':focus').getAttribute('name'), 'greeting')

  await page.getByLabel('Another language').selectOption({ label: 'eesti (Estonian)' })
  await button('Add the language').click()
  const estonian = page.getByRole('region', { name: 'eesti (Estonian)' })
  await estonian.getByLabel('Greeting').fill('Küsi kadaka kohta.')
  await estonian.getByLabel('Beside the chat button').fill('Küsi meilt')
  await preview.getByText('Küsi meilt').waitFor()
  await page.getByLabel('Side', { exact: true }).selectOption({ label: 'Left' })
  await page.getByLabel('From the side').fill('40')
  const launcher = preview.locator('.launcher')
  await preview.locator('infolett-chat[style*="40px"]').waitFor({ state: 'attached' })
  const box = await launcher.evaluate((element) => element.getBoundingClientRect().left)
  assert.equal(box, 40)
  await page.getByRole('radio', { name: 'Window' }).check({ force: true })
  await preview.getByText('Küsi kadaka kohta.').waitFor()
  await page.getByRole('radio', { name: 'Dark' }).check({ force: true })
  await preview.getByText('Küsi kadaka kohta.').waitFor()
  assert.deepEqual(await saved(), {})

  await page.getByRole('radio', { name: 'After the visitor has agreed' }).check()
  await button('Save').click()
  await page.getByText('“Chat” is saved.').waitFor()
  const { greetings, launcherLabels, side, offsetX, visitConsent } = Object(await saved())
  assert.deepEqual(
    { greetings, launcherLabels, side, offsetX, visitConsent },
    {
      greetings: { et: 'Küsi kadaka kohta.' },
      launcherLabels: { et: 'Küsi meilt' },
      side: 'left',
      offsetX: 40,
      visitConsent: 'with-consent',
    },
  )
  await page.getByText('data-side="left" data-x="40" data-label-et="Küsi meilt"').waitFor()
  const visitors = await db.selectFrom('customers').select('id').where('workspaceId', '=', workspace.id).execute()
  assert.equal(visitors.length, 0)
})

test('nobody but the desk may frame the preview, and nothing goes out from it', async (t) => {
  const { url } = await openWindows(t)
  const answer = await fetch(`${url}/widget/preview/`)
  const policy = answer.headers.get('content-security-policy') ?? ''
  assert.equal(answer.status, 200)
  for (const part of ["default-src 'none'", "frame-ancestors 'self'", "form-action 'none'"])
    assert.ok(policy.includes(part))
  assert.doesNotMatch(policy, /connect-src|unsafe/)
})
