import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { test } from 'node:test'
import { until } from './infolett.ts'
import { headerOf, readShopMails } from './mail/people.ts'
import { openWeek, type Week } from './mail/week.ts'

const A_DAY = 6

/** What goes wrong on each day; Monday is a good one. */
const DAYS: ((week: Week, goesOn: () => Promise<void>) => Promise<void>)[] = [
  async (_week, goesOn) => goesOn(),
  async ({ servers }, goesOn) => {
    await servers.imap.stop()
    await goesOn()
    await servers.imap.start()
  },
  async (week, goesOn) => {
    await goesOn()
    const [first, second] = week.matters
    await Promise.all([week.agentAnswers(first), week.agentAnswers(second), week.somebodyWrites({ isForwarded: true })])
    await week.serverIsKilled()
    await Promise.all([week.somebodyWrites({ isForwarded: true }), week.somebodyWrites(), week.colleagueAnswers()])
    await week.serverStarts()
  },
  async ({ servers, shop }, goesOn) => {
    await goesOn()
    await servers.recreateFolder(shop.address)
    await goesOn()
  },
  async (week, goesOn) => {
    await Promise.all([goesOn(), week.databaseIsKilled(), week.somebodyWrites({ isForwarded: true })])
  },
  async ({ servers }, goesOn) => {
    await servers.smtp.stop()
    await servers.smtp.start()
    await goesOn()
  },
  async (week, goesOn) => {
    await week.somebodyWrites({ from: week.gone })
    await goesOn()
    await week.hasUnderstoodAll()
    await week.agentAnswers(week.matters.find(({ customer }) => customer === week.gone))
  },
]

test('after a week of failures each mail is there once, in its conversation, and each answer was sent once', {
  timeout: 240_000,
}, async (t) => {
  const seed = Number(process.env.INFOLETT_TEST_SEED ?? randomInt(2 ** 31))
  t.diagnostic(`INFOLETT_TEST_SEED=${seed}`)
  const week = await openWeek(t, seed)
  await week.somebodyWrites({ isForwarded: true })
  await week.somebodyWrites()
  await week.hasUnderstoodAll()
  await week.agentAnswers()
  await week.hasAnsweredAll()

  for (const day of DAYS)
    await day(week, async () => {
      for (let happened = 0; happened < A_DAY; happened++) await week.somethingHappens()
    })
  await week.hasUnderstoodAll()
  await week.hasAnsweredAll()
  await week.hasHeardOfBounces()

  await proveEachMailOnce(week)
  await proveEachAnswerOnce(week)
  await proveNothingMissing(week)
  const mails = week.matters.flatMap(({ mailIds }) => mailIds).length
  t.diagnostic(`${mails} mails about ${week.matters.length} matters, ${week.answers.length} answers`)
})

async function proveEachMailOnce({ matters, query, findConversations }: Week): Promise<void> {
  const rows = await query<{ externalId: string }>(
    `select external_id as "externalId" from messages where kind = 'inbound' order by 1`,
  )
  const accepted = matters.flatMap(({ mailIds }) => mailIds)
  assert.deepEqual(
    rows.map(({ externalId }) => externalId),
    accepted.toSorted(),
  )
  const conversations = await findConversations()
  const found = matters.map(({ mailIds }) => new Set(mailIds.map((id) => conversations.get(id))))
  for (const [index, ids] of found.entries())
    assert.equal(ids.size, 1, `one conversation holds ${matters[index]?.mailIds.join(', ')}`)
  assert.equal(new Set(found.flatMap((ids) => [...ids])).size, matters.length, 'no two matters are one')
  const failed = await query(`select from mails where state not in ('received', 'repeat', 'report', 'own')`)
  assert.equal(failed.length, 0)
}

type Outbound = {
  id: string
  externalId: string
  conversationId: string
  state: string
  failure: string | null
  isAutomatic: boolean
  to: string[]
}

async function proveEachAnswerOnce({ answers, people, gone, servers, query, matters }: Week): Promise<void> {
  const sent = await query<Outbound>(
    `select id, external_id as "externalId", conversation_id as "conversationId", delivery_state as state, delivery_failure as failure,
       is_automatic as "isAutomatic", array(select recipients.value ->> 'address'
         from jsonb_array_elements(envelope -> 'to' || (envelope -> 'cc')) recipients) as "to"
     from messages where kind = 'outbound' order by id`,
  )
  assert.deepEqual(
    sent.filter(({ isAutomatic }) => !isAutomatic).map(({ id }) => id),
    answers.map(({ messageId }) => messageId).toSorted(),
  )
  for (const person of people) {
    const lying = (await readShopMails(servers, person)).map(({ messageId }) => messageId)
    const meant = sent.filter(({ to }) => to.includes(person.address)).map(({ externalId }) => externalId)
    assert.deepEqual(new Set(lying), new Set(meant))
    // Whoever was killed between “sent” and “recorded” sends once more, by the same Message-ID.
    for (const id of meant) assert.ok(lying.filter((one) => one === id).length <= 2, 'no third time')
    assert.ok(lying.length - new Set(lying).size <= 2, 'only what was under way when the server was killed came again')
  }
  const bounced = sent.filter(({ to }) => to.includes(gone.address))
  assert.ok(bounced.length >= 1)
  const others = sent.filter((one) => !bounced.includes(one))
  assert.deepEqual(new Set(bounced.map(({ state }) => state)), new Set(['failed']))
  for (const { to, state, failure } of others) assert.equal(state, 'sent', `to ${to.join(', ')}: ${failure}`)

  const automatic = sent.filter(({ isAutomatic }) => isAutomatic)
  assert.equal(new Set(automatic.map(({ conversationId }) => conversationId)).size, automatic.length)
  assert.ok(automatic.length > 0 && automatic.length <= matters.length, 'machines do not answer each other')
}

async function proveNothingMissing({ servers, shop, channelId, asks, query }: Week): Promise<void> {
  const stateOf = async () => {
    const [row] = await query<{ at: Date | null; now: Date }>(`select reconciled_at as at, now() from mailboxes`)
    return row
  }
  const before = (await stateOf())?.now ?? new Date()
  assert.equal((await asks('POST', `/channels/${channelId}/mailbox/reconciliation`)).status, 202)
  await until(async () => ((await stateOf())?.at ?? new Date(0)) > before)
  const found = await query(`select from events where type = 'channel.reconciled'`)
  assert.equal(found.length, 0, 'nothing had been missed')

  const lying = (await servers.listMailbox(shop.address)).map(({ raw }) => headerOf(String(raw), 'Message-ID'))
  const [known] = await query<{ count: number }>(
    `select count(*)::int as count from mails join mail_folders using (workspace_id, channel_id, uid_validity)
     where mails.folder = mail_folders.path`,
  )
  assert.equal(known?.count, lying.length)
}
