import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { EmailSettings } from '#protocol/email.ts'
import type { OpeningHours } from '#protocol/promises.ts'
import { WEEKDAYS } from '#protocol/promises.ts'
import { eml, openMailroom } from '#test/mailroom.ts'
import { answerAutomatically, askToAnswer, chooseAnswer } from './automatic-mail.ts'
import { writeAutomaticText } from './automatic-text.ts'

/** Closed on every day but the one after tomorrow, from nine to five. */
function closedNow(): OpeningHours {
  const opening = new Date(Date.now() + 2 * 24 * 60 * 60 * 1000).getUTCDay()
  const weekly = Object.fromEntries(
    WEEKDAYS.map((day, index) => [day, (index + 1) % 7 === opening ? [{ from: '09:00', to: '17:00' }] : []]),
  ) as OpeningHours['weekly']
  return { timeZone: 'UTC', weekly, holidays: { countries: [], open: [] }, exceptions: [] }
}

async function openOffice(t: TestContext, settings: Partial<EmailSettings>, { isClosed = false } = {}) {
  const room = await openMailroom(t, settings)
  if (isClosed) {
    const { status } = await room.ada.asks('PUT', '/opening-hours', closedNow())
    assert.equal(status, 200)
  }
  const { db, pool, mailbox } = room

  /** Everything that was asked for meanwhile, once. */
  async function answers() {
    const { rows } = await pool.query(
      `select payload from graphile_worker._private_jobs job join graphile_worker._private_tasks task on task.id = job.task_id
       where task.identifier = $1 order by job.id`,
      [answerAutomatically.name],
    )
    await pool.query(
      'delete from graphile_worker._private_jobs job using graphile_worker._private_tasks task where task.id = job.task_id and task.identifier = $1',
      [answerAutomatically.name],
    )
    for (const { payload } of rows) await room.runJob(answerAutomatically.name, payload)
    return rows.length
  }

  return {
    ...room,
    answers,
    async comes(mail: string, arrival: Parameters<typeof room.arrives>[1] = {}) {
      await room.arrives(mail, arrival)
      await room.receives({ afterReceiving: askToAnswer })
      return answers()
    },
    sent: () =>
      db
        .selectFrom('messages')
        .where('workspaceId', '=', mailbox.workspaceId)
        .where('kind', '=', 'outbound')
        .select(['text', 'subject', 'envelope', 'authorKind', 'isAutomatic', 'conversationId'])
        .orderBy('id')
        .execute(),
  }
}

test('who writes first hears that the letter has come; who writes on hears nothing more', async (t) => {
  const office = await openOffice(t, { acknowledges: true })

  await office.comes(eml({ messageId: 'one@home.example', subject: 'My order' }))
  await office.comes(eml({ answers: ['one@home.example'], subject: 'Re: My order' }))

  const sent = await office.sent()
  assert.equal(sent.length, 1)
  assert.equal(sent[0]?.subject, 'Re: My order')
  assert.equal(sent[0]?.isAutomatic, true)
  assert.match(sent[0]?.text ?? '', /^Thank you for writing to Pihlaka pood\. We have your message; its number is 1\./)
  const [conversation] = await office.conversations()
  assert.notEqual(conversation?.waitingSince, null)
  assert.equal(conversation?.replyCount, 0)
  assert.equal(conversation?.previewAuthorKind, 'customer')
})

test('out of hours a person hears once a closed period when we open, however often they write', async (t) => {
  const office = await openOffice(t, { acknowledges: true, repliesOutOfHours: true }, { isClosed: true })

  await office.comes(eml({ subject: 'One' }))
  await office.comes(eml({ subject: 'Two' }))
  await office.comes(eml({ subject: 'From somebody else', from: 'Dan <dan@home.example>' }))

  const sent = await office.sent()
  assert.deepEqual(
    sent.map(({ subject }) => subject),
    ['Re: One', 'Re: From somebody else'],
  )
  assert.match(sent[0]?.text ?? '', /We are closed at the moment\. We open: \w+day,? .*09:00\./)
})

test('machines, lists, bounces, senders who want none, spam and old mail get no automatic answer', async (t) => {
  const office = await openOffice(t, { acknowledges: true, repliesOutOfHours: true }, { isClosed: true })
  const never: [string, string][] = [
    ['Auto-Submitted', eml({ headers: { 'Auto-Submitted': 'auto-replied' } })],
    ['Precedence', eml({ headers: { Precedence: 'bulk' } })],
    ['a list', eml({ headers: { 'List-Id': '<news.home.example>' } })],
    ['a bounce', eml({ headers: { 'Return-Path': '<>' } })],
    ['suppressed', eml({ headers: { 'X-Auto-Response-Suppress': 'All' } })],
    ['noreply', eml({ from: 'Shop <noreply@elsewhere.example>' })],
    [
      'a forged sender',
      eml({ headers: { 'Authentication-Results': 'mx.pood.example; dmarc=fail header.from=home.example' } }),
    ],
    ['spam', eml({ headers: { 'X-Spam-Flag': 'YES' } })],
    ['ourselves', eml({ from: 'info@pood.example' })],
  ]
  for (const [what, mail] of never) {
    await office.comes(mail)
    assert.deepEqual(await office.sent(), [], what)
  }
  await office.comes(eml({}), { arrivedAt: new Date(Date.now() - 3 * 24 * 60 * 60 * 1000) })
  assert.deepEqual(await office.sent(), [])
})

test('two machines that answer each other fall silent, whatever they write', async (t) => {
  const office = await openOffice(t, { acknowledges: true })
  for (let round = 0; round < 12; round++)
    await office.comes(eml({ subject: `Ticket ${round}`, text: `Round ${round}` }))

  assert.equal((await office.sent()).length, 4)
  assert.equal((await office.conversations()).length, 12)
})

test('the same work done twice sends once', async (t) => {
  const office = await openOffice(t, { acknowledges: true })
  await office.comes(eml({}))
  const [conversation] = await office.conversations()
  const messageId = conversation?.messages[0]?.id

  await office.runJob(answerAutomatically.name, { workspaceId: office.mailbox.workspaceId, messageId })

  assert.equal((await office.sent()).length, 1)
})

test('with nothing switched on nothing is sent, and whoever was answered already is left in peace', async (t) => {
  const silent = await openOffice(t, {}, { isClosed: true })
  await silent.comes(eml({}))
  assert.deepEqual(await silent.sent(), [])

  const office = await openOffice(t, { acknowledges: true })
  await office.arrives(eml({}))
  await office.receives({ afterReceiving: askToAnswer })
  const [conversation] = await office.conversations()
  assert.ok(conversation)
  await office.ada.replies(conversation, 'Here I am.')
  await office.answers()
  assert.equal((await office.sent()).length, 1)
})

test('which answer is given', () => {
  const both = { acknowledges: true, repliesOutOfHours: true }
  const first = { isFirst: true, conversationId: 'c' }
  assert.deepEqual(chooseAnswer(both, { ...first, closedPeriod: 'p' }), { kind: 'out-of-hours', period: 'p' })
  assert.deepEqual(chooseAnswer(both, { ...first, closedPeriod: undefined }), { kind: 'acknowledgement', period: 'c' })
  assert.equal(chooseAnswer(both, { ...first, isFirst: false, closedPeriod: undefined }), undefined)
  assert.equal(chooseAnswer({ repliesOutOfHours: true }, { ...first, closedPeriod: undefined }), undefined)
  assert.deepEqual(chooseAnswer({ acknowledges: true }, { ...first, closedPeriod: 'p' }), {
    kind: 'acknowledgement',
    period: 'c',
  })
})

test('the shop’s own words keep their places; what they leave out of what is so follows', () => {
  const facts = {
    shop: 'Pihlaka pood',
    number: 12,
    timeZone: 'Europe/Tallinn',
    isOpen: false,
    nextOpening: new Date('2026-11-23T07:00:00Z'),
    expected: { medianSeconds: 7_200, p90Seconds: 86_400 },
  }
  assert.equal(
    writeAutomaticText(facts, { et: 'Tere! Sinu number on {number}. {opening}' }, 'et'),
    'Tere! Sinu number on 12. Praegu oleme suletud. Avame: esmaspäev, 23. november, kell 09:00.\n\n' +
      'Tavaline vastamisaeg: 2 tundi (kümnest vastusest üheksa: 24 tundi või vähem).',
  )
  const finnish = writeAutomaticText({ ...facts, expected: undefined }, { et: 'Tere!' }, 'fi')
  assert.match(
    finnish,
    /^Kiitos viestistäsi, Pihlaka pood\..*12\.\n\nOlemme juuri nyt kiinni\. Avaamme: maanantai 23\. marraskuuta klo 09\.00\./,
  )
  const open = writeAutomaticText({ ...facts, isOpen: true, expected: undefined }, undefined, 'xx', 'ru')
  assert.doesNotMatch(open, /закрыты|undefined|\{/)
})
