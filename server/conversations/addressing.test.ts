import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type EnvelopeBody, type MailAddress, ReplyRecipientsBody } from '#protocol/conversations.ts'
import { expectBody, expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'
import { opensPost, SHOP } from '#test/letters.ts'
import { recipientsOfAnswer } from './addressing.ts'

const person = (name: string): MailAddress => ({ name, address: `${name.toLowerCase()}@mail.example` })
const [cleo, kai, leo] = [person('Cleo'), person('Kai'), person('Leo')]
const tagged = { name: null, address: 'info+t7xk2@shop.example' }

test('an answer goes to everybody who wrote or got the letter, but never to ourselves', () => {
  const table: [string, Partial<EnvelopeBody>, MailAddress[], MailAddress[]][] = [
    ['one writes to us', { from: cleo, to: [SHOP] }, [cleo], []],
    ['with others', { from: cleo, to: [SHOP, kai], cc: [leo, kai] }, [cleo], [kai, leo]],
    ['answers asked elsewhere', { from: cleo, replyTo: [leo], to: [SHOP, cleo] }, [leo], [cleo]],
    ['a nameless Reply-To', { from: cleo, replyTo: [{ ...cleo, name: null }], to: [SHOP] }, [cleo], []],
    ['our signed address', { from: cleo, to: [tagged], cc: [SHOP] }, [cleo], []],
    ['a form on our own page', { from: SHOP, replyTo: [cleo], to: [SHOP] }, [cleo], []],
    ['the writer among the others', { from: cleo, to: [SHOP], cc: [cleo] }, [cleo], []],
    ['a forwarded letter', { from: kai, to: [SHOP], cc: [leo], forwardedFrom: cleo }, [cleo], []],
    ['only ourselves', { from: SHOP, to: [SHOP] }, [], []],
  ]
  for (const [what, envelope, to, cc] of table)
    assert.deepEqual(
      recipientsOfAnswer({ kind: 'inbound', envelope: enveloped(envelope) }, [SHOP.address]),
      { to, cc },
      what,
    )
})

test('after a letter of ours the next goes to the same people, without those who got it in secret', () => {
  const envelope = enveloped({ to: [cleo], cc: [kai], bcc: [leo] })
  assert.deepEqual(recipientsOfAnswer({ kind: 'outbound', envelope }, [SHOP.address]), { to: [cleo], cc: [kai] })
})

test('whom a letter may be for: addresses as mail servers take them, in lower case, of any script', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const letter = await (await opensPost(desk)).comes('Cleo').writes('Hello')
  const sends = (address: string) =>
    desk.ada.asksOf(letter, 'POST', '/messages', {
      clientId: crypto.randomUUID(),
      text: 'Hello',
      letter: { to: [{ name: null, address }] },
    })

  for (const good of ['cleo@mail.example', 'c.l-e_o+x@m.ee', 'õie@pood-õ.ee', "o'leo@mail.example"])
    assert.equal((await sends(good)).status, 201, good)
  for (const bad of [
    'cleo',
    'cleo@mail',
    'Cleo@mail.example',
    'cleo@mail.example\r\nBcc: all@mail.example',
    'cleo@mail..example',
    'a@b@mail.example',
    'cleo,kai@mail.example',
    '<cleo@mail.example>',
    '.cleo@mail.example',
    'cleo@-mail.example',
    'cleo@[127.0.0.1]',
    `${'a'.repeat(65)}@mail.example`,
  ])
    expectProblem(await sends(bad), 400, 'invalid-input')
})

test('the desk is told whom an answer would go to, by letter or not', async (t) => {
  const desk = await openDesk(t, { runsJobs: false, email: mailboxOf(SHOP.address, 'hello@shop.example') })
  const { ada, cleo: visitor } = desk
  const letter = await (await opensPost(desk)).comes('Cleo').writes('Where is it?', {
    subject: 'VS: Lost parcel',
    envelope: { to: [SHOP, kai], cc: [{ name: null, address: 'hello@shop.example' }] },
  })
  const chat = await visitor.writes('Hello')
  const proposes = async (of: { id: string }) => {
    return expectBody(await ada.asksOf(of, 'GET', '/reply-recipients'), ReplyRecipientsBody)
  }

  assert.deepEqual(await proposes(letter), {
    threadId: letter.threadId,
    isLetter: true,
    subject: 'Re: Lost parcel',
    to: [cleo],
    cc: [kai],
  })
  assert.deepEqual(await proposes(chat), { threadId: chat.threadId, isLetter: false, subject: '', to: [], cc: [] })

  await ada.replies(letter, 'It left.', { letter: { to: [leo], cc: [], subject: 'About your parcel' } })
  const { to, cc, subject } = await proposes(letter)
  assert.deepEqual([to, cc, subject], [[leo], [], 'Re: About your parcel'])
})

test('a collaborator is not told whom to write to, nor anybody of another workspace', async (t) => {
  const desk = await openDesk(t, { runsJobs: false })
  const { ada, col, joins, opensWorkspace } = desk
  const letter = await (await opensPost(desk)).comes('Cleo').writes('Hello')
  const eve = await joins('Eve', 'owner', await opensWorkspace('Kase pood'))
  await ada.asksIn(letter, col)

  expectProblem(await col.asksOf(letter, 'GET', '/reply-recipients'), 403, 'not-allowed')
  expectProblem(await eve.asksOf(letter, 'GET', '/reply-recipients'), 404, 'conversation-not-found')
})

const enveloped = (given: Partial<EnvelopeBody>): EnvelopeBody => ({
  from: null,
  replyTo: [],
  to: [],
  cc: [],
  bcc: [],
  ...given,
})

const mailboxOf = (...addresses: string[]) => ({
  deliver: async () => ({ state: 'sent' as const }),
  ownAddresses: async () => addresses,
})
