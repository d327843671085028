import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { type TestContext, test } from 'node:test'
import { keepMail } from '#channels/email/keeping.ts'
import type { Channel, OutboundMessage } from '#conversations/channel.ts'
import { opensPost, SHOP } from './letters.ts'
import { eml } from './mailroom.ts'
import { openWindows } from './windows.ts'

const JAAN = { name: 'Jaan', address: 'jaan@mail.example' }

test('a letter is shown as it was written, but nothing in it runs and nothing is fetched from elsewhere', async (t) => {
  const mayComplain = /frame is sandboxed|404 \(Not Found\).*\/images\?/
  const { ada, comes, files, opensDesk } = await openPostOffice(t, { mayComplain })
  const original = await files.store(Readable.from([Buffer.from('From: Mari\r\n\r\nHello')]), { maxBytes: 1_000 })
  // Worse than any that is kept: those are cleaned before.
  const html = `<p>Tere, <b>pood</b>!</p>
    <script>parent.document.title = 'stolen'; fetch('https://tracker.example/ran')</script>
    <p onclick="parent.document.title = 'stolen'">Click me</p>
    <img alt="Board" data-remote-src="https://tracker.example/pixel.png">
    <img alt="Other" src="https://tracker.example/direct.png">
    <details><summary>…</summary><blockquote>What you wrote</blockquote></details>`
  await comes('Mari').writes('Tere, pood!', { ...about('Boards'), html, original })
  const { page, button, opens, sees } = await opensDesk(ada)
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  const letter = page.frameLocator('iframe[title="What Mari wrote"]')
  const ofLetter = (url: string) => /\/images\?/.test(url)

  await opens(/Boards/)
  await letter.getByText('pood', { exact: true }).waitFor()
  await letter.getByText('Click me').click()
  await letter.getByText('…').click()
  await letter.getByText('What you wrote').waitFor()
  await button('Show').waitFor()
  assert.deepEqual(asked.filter(ofLetter), [])
  const shown = page.waitForRequest((request) => ofLetter(request.url()))
  await button('Show').click()
  await shown
  await page.reload()
  const again = page.waitForRequest((request) => ofLetter(request.url()))
  await button('Always for this sender').click()
  await again
  const always = page.waitForRequest((request) => ofLetter(request.url()))
  await page.reload()
  await always
  assert.equal(await button('Show').count(), 0)
  assert.deepEqual(
    asked.filter((url) => !url.startsWith(new URL(page.url()).origin)),
    [],
  )
  assert.match(await page.title(), /Infolett/)

  await button('More about this letter').click()
  await page.getByRole('menuitem', { name: 'Plain text' }).click()
  await sees('Tere, pood!')
  await button('More about this letter').click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Download the original' }).click()
  assert.equal((await download).suggestedFilename(), 'Boards.eml')
})

test('a mail as mail programs send it comes to the desk at once: words, pictures, what is quoted, who else got it', async (t) => {
  const { ada, arrives, opensDesk } = await openPostOffice(t)
  const desk = await opensDesk(ada)
  await arrives(
    eml({
      from: 'Mari Maasikas <mari@mail.example>',
      to: SHOP.address,
      subject: '=?utf-8?B?S2FkdW51ZCBwYWtr?=',
      headers: { Cc: 'Jaan <jaan@mail.example>' },
      text: 'Kus on minu pakk?\n\n> Tere, Mari!',
      html: `<div style="color:#0a0">Kus on <b>minu pakk</b>?</div><script>parent.document.title = 'stolen'</script>
        <blockquote type="cite">Tere, Mari!</blockquote>`,
      files: [{ name: 'saatekiri.txt', type: 'text/plain', content: 'EE123' }],
    }),
  )

  await desk.opens(/Mari Maasikas.*Kadunud pakk/)
  const letter = desk.page.frameLocator('iframe')
  await letter.getByText('minu pakk').waitFor()
  assert.equal(await letter.getByText('Tere, Mari!').isVisible(), false)
  await letter.locator('summary').click()
  await letter.getByText('Tere, Mari!').waitFor()
  await desk.log.getByRole('link', { name: /saatekiri\.txt/ }).waitFor()
  await desk.page.getByRole('button', { name: 'To Mari Maasikas · Cc Jaan' }).waitFor()
  await desk.replies('Paides.')
  await desk.sees('Paides.')
})

test('who reads back through a long correspondence finds every letter where their eyes left it', async (t) => {
  const { ada, comes, opensDesk } = await openPostOffice(t)
  const mari = comes('Mari')
  const first = await mari.writes('The first of all', about('Boards'))
  for (const number of Array(59).keys()) {
    const html = `<p>Letter ${number}</p><p style="height:${(number * 97) % 400}px">of some length</p>`
    await mari.writes('Short', { in: first, subject: 'Boards', html })
  }
  const { page, log, opens, sees } = await opensDesk(ada)
  await opens(/Boards/)
  await log.frameLocator('iframe').last().getByText('Letter 58').waitFor()

  const drifts: number[] = []
  while (!(await log.getByText('The first of all').isVisible())) drifts.push(Number(await page.evaluate(goBackABit)))
  await sees('The first of all')
  assert.deepEqual(
    drifts.filter((drift) => drift > 8),
    [],
  )
})

test('an answer goes to everybody who got the letter, unless its writer wants it otherwise', async (t) => {
  const { ada, comes, opensDesk, sent } = await openPostOffice(t)
  await comes('Mari').writes('Where is my parcel?', { ...about('Lost parcel'), envelope: { cc: [JAAN] } })
  const desk = await opensDesk(ada)
  const { page } = desk
  await desk.opens(/Lost parcel/)
  await choosesUndo(desk, 'None: letters leave at once')
  await page.getByRole('radio', { name: 'Reply all', checked: true }).waitFor()

  await page.getByRole('button', { name: 'To Mari · Cc Jaan' }).click()
  await page.getByRole('button', { name: 'Remove Jaan' }).click()
  const cc = page.getByRole('textbox', { name: 'Cc', exact: true })
  await cc.fill('kai@')
  await cc.press('Enter')
  await page.getByRole('alert').filter({ hasText: '“kai@” is not a mail address.' }).waitFor()
  await desk.reply.fill('It is in Paide.')
  assert.equal(await desk.button('Send').isDisabled(), true)

  await page.getByRole('button', { name: 'Remove kai@' }).click()
  await cc.fill('Kai <kai@mail.example>; liis@mail.example,')
  await cc.press('Enter')
  await page.getByRole('textbox', { name: 'Subject' }).fill('Parcel found')
  await desk.replies('It is in Paide.')

  const [letter] = await sent(1)
  assert.deepEqual(letter?.envelope?.to, [{ name: 'Mari', address: 'mari@mail.example' }])
  assert.deepEqual(letter?.envelope?.cc, [
    { name: 'Kai', address: 'kai@mail.example' },
    { name: null, address: 'liis@mail.example' },
  ])
  assert.equal(letter?.subject, 'Parcel found')
  await desk.sees('Parcel found')
})

test('a letter that was taken back in time never leaves, and can be written on', async (t) => {
  const { ada, comes, opensDesk, opensAnother, sent } = await openPostOffice(t)
  await comes('Mari').writes('Is it paid?', about('Invoice 12'))
  const desk = await opensDesk(ada)
  const other = await opensAnother(desk)
  await desk.opens(/Invoice 12/)
  await other.opens(/Invoice 12/)
  await choosesUndo(desk, '30 seconds')
  await desk.page.locator('input[type=file]').setInputFiles({
    name: 'invoice.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('Paid.'),
  })
  await desk.button('Remove invoice.txt').waitFor()

  await desk.replies('It is not.')
  await desk.page.getByText(/^Sending in \d+ s$/).waitFor()
  await other.sees('It is not.')
  await desk.button('Undo').click()

  await desk.text('It is not.').waitFor({ state: 'detached' })
  await other.text('It is not.').waitFor({ state: 'detached' })
  assert.equal(await desk.reply.inputValue(), 'It is not.')
  await desk.button('Remove invoice.txt').waitFor()
  assert.deepEqual(await sent(0), [])

  await choosesUndo(desk, 'None: letters leave at once')
  await desk.replies('It is!')
  const [letter] = await sent(1)
  assert.deepEqual([letter?.text, letter?.attachments.map(({ name }) => name)], ['It is!', ['invoice.txt']])
})

test('who wrote what could not be delivered hears of it wherever they are, and sends it elsewhere', async (t) => {
  const { ada, bo, cleo, comes, opensDesk, sent } = await openPostOffice(t)
  await comes('Gone').writes('Please call me', about('Call'))
  await cleo.writes('Do you gift-wrap?')
  const [desk, bos] = [await opensDesk(ada), await opensDesk(bo)]
  await desk.opens(/Call/)
  await choosesUndo(desk, 'None: letters leave at once')
  await desk.replies('At which number?')
  await desk.opens(/gift-wrap/)

  const toast = desk.page.getByText('Your answer to Gone was not delivered.').first()
  await toast.waitFor()
  await bos.view('Not delivered').getByText('1').waitFor()
  assert.equal(await bos.page.getByText(/was not delivered/).count(), 0)
  // Told aloud elsewhere, the toast itself stays hidden from screen readers until they come to it by F6.
  await desk.page.getByRole('button', { name: 'Open', exact: true, includeHidden: true }).click()
  await desk.page.getByRole('heading', { name: 'Not delivered' }).waitFor()
  const failure = desk.log.getByRole('alert').filter({ hasText: 'Not delivered: There is no mailbox of that name.' })
  await failure.getByRole('button', { name: 'Change address' }).click()

  assert.equal(await desk.reply.inputValue(), 'At which number?')
  await desk.button('Remove Gone').click()
  await desk.page.getByRole('textbox', { name: 'To', exact: true }).fill('found@mail.example')
  await desk.reply.press('Control+Enter')
  const letters = await sent(2)
  assert.deepEqual(letters.at(-1)?.envelope?.to, [{ name: null, address: 'found@mail.example' }])
  await failure.getByRole('button', { name: 'Dealt with' }).click()
  await desk.view('Not delivered').getByText('1').waitFor({ state: 'detached' })
  await failure.getByRole('button', { name: 'Dealt with' }).waitFor({ state: 'detached' })
  await desk.log.getByText(/^You dealt with what was not delivered/).waitFor()
})

test('spam leaves every other view and comes back with one key', async (t) => {
  const { ada, comes, opensDesk } = await openPostOffice(t)
  await comes('Seller').writes('Buy my watches', about('Watches'))
  const { page, opens, row, view, button } = await opensDesk(ada)
  await opens(/Watches/)
  await page.keyboard.press('!')
  await row(/Watches/).waitFor({ state: 'detached' })
  await page.getByText('Marked as spam', { exact: true }).first().waitFor()
  await button('Undo').click()
  await row(/Watches/).waitFor()

  await button('More').click()
  await page.getByRole('menuitem', { name: 'Spam, and block seller@mail.example' }).click()
  await row(/Watches/).waitFor({ state: 'detached' })
  await view('Spam').click()
  await opens(/Watches/)
  await comes('Seller').writes('Buy more watches', {
    ...about('More'),
    beginning: { ...about('More').beginning, isSpam: true },
  })
  await row(/More/).waitFor()
  await button('Not spam').click()
  await row(/Watches/).waitFor({ state: 'detached' })
})

test('who is blocked stands in the settings, and may be let in again', async (t) => {
  const { ada, opensDesk } = await openPostOffice(t)
  const desk = await opensDesk(ada)
  const { page, button } = desk
  await desk.goesToSettings('Blocked senders')
  await page.getByText('Nobody is blocked').waitFor()
  const field = page.getByRole('textbox', { name: 'Address or domain' })
  await field.fill('not one')
  await button('Block').click()
  await page.getByText('Write an address such as a@b.example, or a domain.').waitFor()
  await field.fill('@noise.example')
  await button('Block').click()
  await page.getByRole('listitem').filter({ hasText: 'noise.example' }).getByText('everybody there').waitFor()

  await button('Unblock noise.example').click()
  await page.getByText('Nobody is blocked').waitFor()
  await button('Undo').click()
  await button('Unblock noise.example').waitFor()
})

test('a letter about something else offers to become a conversation of its own, and to be put back', async (t) => {
  const { ada, comes, opensDesk } = await openPostOffice(t)
  const mari = comes('Mari')
  const first = await mari.writes('Where is my parcel?', about('Lost parcel'))
  await mari.writes('Still nothing', { in: first, subject: 'Re: Lost parcel' })
  await mari.writes('Do you sell birch boards?', { in: first, subject: 'Birch boards' })
  const desk = await opensDesk(ada)
  await desk.opens(/Lost parcel/)
  await desk.row(/unread/).waitFor({ state: 'detached' })
  assert.equal(await desk.button('New subject: split it off').count(), 1)

  await desk.button('New subject: split it off').click()
  await desk.row(/Birch boards/).waitFor()
  await desk.text('Do you sell birch boards?').waitFor({ state: 'detached' })
  await desk.log.getByText(/You split off #2/).waitFor()
  await desk.log.getByRole('link', { name: '#2' }).click()
  await desk.sees('Do you sell birch boards?')

  await desk.button('Undo').click()
  await desk.row(/Birch boards/).waitFor({ state: 'detached' })
  await desk.opens(/Lost parcel/)
  await desk.sees('Do you sell birch boards?')
})

test('a forwarded letter can be made the conversation of who first wrote it', async (t) => {
  const { ada, comes, opensDesk } = await openPostOffice(t)
  const liis = { name: 'Liis', address: 'liis@mail.example' }
  await comes('Partner').writes('She asks for you', { ...about('Fwd: Boards'), envelope: { forwardedFrom: liis } })
  const desk = await opensDesk(ada)
  await desk.opens(/Boards/)
  await desk.button('Make it Liis’s conversation').click()
  await desk.page.getByRole('heading', { name: /^Liis/ }).first().waitFor()
  await desk.row(/Liis/).waitFor()
  await desk.button('Undo').click()
  await desk.row(/Partner/).waitFor()
})

test('who may have forged their address is doubted in words', async (t) => {
  const { ada, comes, opensDesk } = await openPostOffice(t)
  await comes('Boss').writes('Pay this at once', { ...about('Urgent'), envelope: { isSenderDoubtful: true } })
  const desk = await opensDesk(ada)
  await desk.opens(/Urgent/)
  await desk.log.getByText(/^This may not come from boss@mail\.example/).waitFor()
})

test('letters are read, answered, taken back and put away without a mouse', async (t) => {
  const { ada, comes, opensDesk, sent } = await openPostOffice(t)
  const written = { ...about('Lost parcel'), foldedText: '-- \nMari, Paide', envelope: { cc: [JAAN] } }
  await comes('Mari').writes('Where is my parcel?', written)
  const desk = await opensDesk(ada)
  const { page, sees, row, reply, text, log } = desk
  const { keyboard } = page
  await row(/Lost parcel/).waitFor()
  await keyboard.press('j')
  await keyboard.press('o')
  await sees('Where is my parcel?')
  await choosesUndo(desk, '30 seconds')
  await tabTo('Quotes and signature')
  await keyboard.press('Enter')
  await log.getByText('Mari, Paide').waitFor()
  await tabTo('to info@shop.example and Jaan')
  await keyboard.press('Enter')
  await log.getByText('Mari <mari@mail.example>').waitFor()

  await keyboard.press('Shift+R')
  await page.getByRole('radio', { name: 'Reply', exact: true, checked: true }).waitFor()
  await page.getByRole('button', { name: 'To Mari', exact: true }).focus()
  await keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'To', exact: true }).and(page.locator(':focus')).waitFor()
  await keyboard.type('kai@mail.example,')
  await page.getByRole('button', { name: 'Remove kai@mail.example' }).waitFor()
  await keyboard.press('Backspace')
  await keyboard.press('Control+A')
  await keyboard.press('Delete')
  await page.getByRole('button', { name: 'To Mari', exact: true }).waitFor()
  await reply.focus()
  await keyboard.type('On its way.')
  await keyboard.press('Control+Enter')
  await page.getByText(/^Sending in \d+ s$/).waitFor()
  await keyboard.press('Escape')
  await keyboard.press('z')
  await text('On its way.').waitFor({ state: 'detached' })
  assert.equal(await reply.inputValue(), 'On its way.')
  assert.deepEqual(await sent(0), [])
  await keyboard.press('Escape')
  await keyboard.press('!')
  await row(/Lost parcel/).waitFor({ state: 'detached' })

  async function tabTo(name: string) {
    const place = page.getByRole('button', { name }).first()
    for (let presses = 0; presses < 60; presses++) {
      if (await place.and(page.locator(':focus')).count()) return
      await keyboard.press('Shift+Tab')
    }
    assert.fail(`Not reached: ${name}`)
  }
})

type Desk = Awaited<ReturnType<Awaited<ReturnType<typeof openWindows>>['opensDesk']>>

/** A shop with a mailbox, and a mail server that takes everything but letters to Gone. */
async function openPostOffice(t: TestContext, { mayComplain }: { mayComplain?: RegExp } = {}) {
  const letters: OutboundMessage[] = []
  const waiting = new Set<() => void>()
  const email: Channel = {
    async deliver(letter) {
      letters.push(letter)
      for (const look of waiting) look()
      const isGone = letter.envelope?.to.some(({ address }) => address.startsWith('gone@'))
      return isGone ? { state: 'failed', why: 'There is no mailbox of that name.' } : { state: 'sent' }
    },
    ownAddresses: async () => [SHOP.address],
  }
  const windows = await openWindows(t, { email, mayComplain })
  const post = await opensPost(windows)
  return {
    ...windows,
    comes: post.comes,
    /** The provider has one more mail. */
    async arrives(mail: string) {
      const { files, transact, workspace } = windows
      const original = await files.store(Readable.from([Buffer.from(mail)]), { maxBytes: 1_000_000 })
      const item = { folder: 'INBOX', uidValidity: 1, uid: 1 }
      const { channelId } = post
      await transact((trx) =>
        keepMail(trx, { workspaceId: workspace.id, channelId, item, original, arrivedAt: new Date() }),
      )
    },
    /** What has left by now, when it is so many. */
    sent: (count: number) =>
      new Promise<OutboundMessage[]>((resolve) => {
        const look = () => {
          if (letters.length < count) return
          waiting.delete(look)
          resolve(letters)
        }
        waiting.add(look)
        look()
      }),
  }
}

/** A new conversation by that name. */
const about = (subject: string) => ({ subject, beginning: { subject, isSpam: false, followsId: null } })

/** One step up, once all letters around are there. How far what was in sight has moved by itself since the last step. */
const goBackABit = `(async () => {
  const log = document.querySelector('[role=log]')
  const { top } = log.getBoundingClientRect()
  const near = [...log.querySelectorAll('iframe')].filter((frame) => frame.getBoundingClientRect().bottom > top - 800)
  const isThere = (frame) => frame.contentDocument?.querySelector('html[class]')
  for (const frame of near)
    if (!isThere(frame)) await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }))
  for (let frames = 0; frames < 3; frames++) await new Promise(requestAnimationFrame)
  const { eyesOn } = log
  const drift = eyesOn ? Math.abs(eyesOn.letter.getBoundingClientRect().top - eyesOn.at) : 0
  log.scrollTop -= 300
  const letter = [...log.querySelectorAll('article')].find((one) => one.getBoundingClientRect().bottom > top + 100)
  if (letter) log.eyesOn = { letter, at: letter.getBoundingClientRect().top }
  return drift
})()`

/** How long who writes in the open conversation wants to be able to take letters back. */
async function choosesUndo({ page }: Desk, name: 'None: letters leave at once' | '30 seconds') {
  await page.getByRole('button', { name: 'More ways to send' }).click()
  await page.getByRole('menuitemradio', { name }).click()
}
