import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { findPlace, type Letter, noEvidence, remember } from './threading.ts'

const DAY = 24 * 60 * 60 * 1000
const noon = new Date('2026-09-14T12:00:00Z')

test('an answer to our mail, to theirs, or to our address for the thread joins it', () => {
  const office = openOffice()
  const thread = office.writes('cleo', { externalId: 'question@home' })
  office.answers(thread, 'ours@shop')

  assert.equal(office.writes('cleo', { references: ['ours@shop'] }), thread)
  assert.equal(office.writes('cleo', { references: ['question@home'] }), thread)
  assert.equal(office.writes('cleo', { threadIds: [thread] }), thread)
  assert.notEqual(office.writes('cleo', {}), thread)
})

test('our own Message-ID counts more than another that it answers, and the last answered more than the first', () => {
  const office = openOffice()
  const [first, second, third] = ['1@home', '2@home', '3@home'].map((externalId) =>
    office.writes('cleo', { externalId }),
  )
  office.answers(first ?? '', 'ours@shop')

  assert.equal(office.writes('cleo', { references: ['ours@shop', '3@home'] }), first)
  assert.equal(office.writes('cleo', { references: ['3@home', '2@home'] }), second)
  assert.equal(office.writes('cleo', { references: ['2@home', '3@home'], threadIds: [first ?? ''] }), third)
})

test('whoever was named in a letter may answer into the thread', () => {
  const office = openOffice()
  const thread = office.writes('cleo', { externalId: 'question@home', people: ['dan'] })

  assert.equal(office.writes('dan', { references: ['question@home'], people: ['eve'] }), thread)
  assert.equal(office.writes('eve', { references: ['question@home'] }), thread)
})

test('a stranger who knows a Message-ID, an address or a number begins a conversation of their own', () => {
  const office = openOffice({ orders: { 100042: null } })
  const thread = office.writes('cleo', { externalId: 'question@home', numbers: ['100042'] })
  office.answers(thread, 'ours@shop')
  office.isNumbered(thread, 7)

  const eves = office.writes('eve', {
    references: ['question@home', 'ours@shop'],
    threadIds: [thread],
    numbers: ['100042', '#7'],
  })

  assert.notEqual(eves, thread)
  assert.equal(office.writes('cleo', { references: ['ours@shop'] }), thread)
})

test('a question that its answer overtook, and two answers to a question not yet here, are one conversation', () => {
  for (const order of [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ]) {
    const office = openOffice()
    const letters = [
      { externalId: '1@home' },
      { externalId: '2@home', references: ['1@home'] },
      { externalId: '3@home', references: ['1@home'] },
    ]
    assert.equal(new Set(order.map((index) => office.writes('cleo', letters[index] ?? {}))).size, 1, order.join())
  }
})

test('the same person with the same order joins the conversation about it', () => {
  const office = openOffice({ orders: { 1042: 'cleo', 'EE-7001': null, 5123: null } })
  const about = (numbers: string[]) => office.writes('cleo', { numbers })
  const thread = about(['1042'])

  assert.equal(about(['#1042']), thread)
  assert.notEqual(about(['1043']), thread)
  assert.equal(about(['EE-7001']), about(['ee-7001']))
  assert.notEqual(about(['5123']), about(['5123']), 'digits as in a telephone number, of nobody knows whose order')
  assert.equal(about(['#5123']), about(['#5123']))
})

test('who names two matters begins a third', () => {
  const office = openOffice({ orders: { 1042: 'cleo', 1043: 'cleo' } })
  const [one, two] = [office.writes('cleo', { numbers: ['1042'] }), office.writes('cleo', { numbers: ['1043'] })]

  const both = office.writes('cleo', { numbers: ['1042', '1043'] })

  assert.ok(both !== one && both !== two)
})

test("somebody else's order leads nowhere", () => {
  const office = openOffice({ orders: { 1042: 'dan' } })

  assert.notEqual(office.writes('cleo', { numbers: ['#1042'] }), office.writes('cleo', { numbers: ['#1042'] }))
})

test('a conversation is found by its number, but for what is closed or spam by its order never', () => {
  const office = openOffice({ orders: { 1042: 'cleo' } })
  const thread = office.writes('cleo', { numbers: ['1042'] })
  office.isNumbered(thread, 7)
  office.closes(thread, noon)

  assert.equal(office.writes('cleo', { numbers: ['#7'] }), thread)
  office.closes(thread, noon)
  assert.notEqual(office.writes('cleo', { numbers: ['1042'] }), thread)
  office.conversationOf(thread).status = 'spam'
  assert.notEqual(office.writes('cleo', { numbers: ['#7'] }), thread)
})

test('who may be forged or is suspected of spam never joins by a number', () => {
  const office = openOffice({ orders: { 1042: 'cleo' } })
  const thread = office.writes('cleo', { numbers: ['1042'] })

  assert.notEqual(office.writes('cleo', { numbers: ['1042'], isSuspect: true }), thread)
  assert.notEqual(office.writes('cleo', { numbers: ['1042'], isForged: true }), thread)
  assert.equal(office.writes('cleo', { references: [office.lastIdIn(thread)], isForged: true }), thread)
})

test('an order named in a chat brings the mail beside it', () => {
  const office = openOffice({ orders: { 1042: 'cleo' } })
  const chat = office.writes('cleo', { numbers: ['1042'] })
  office.conversationOf(chat).threadIds = []

  const mail = office.writes('cleo', { numbers: ['1042'] })

  assert.notEqual(mail, chat)
  assert.equal(office.conversationOf(mail), office.conversationOf(chat))
})

test('an answer opens what was closed lately and takes up anew what was closed long ago', () => {
  const office = openOffice({ reopenDays: 30 })
  const thread = office.writes('cleo', { externalId: 'question@home' })
  office.closes(thread, noon)
  const writesOnDay = (day: number, letter = {}) =>
    office.writes('cleo', { references: ['question@home'], arrivedAt: new Date(noon.getTime() + day * DAY), ...letter })

  assert.equal(writesOnDay(30), thread)
  assert.equal(office.conversationOf(thread).status, 'open')

  office.closes(thread, noon)
  const next = writesOnDay(31)
  assert.notEqual(next, thread)
  assert.deepEqual(office.conversationOf(thread).followerIds, [office.conversationOf(next).id])
  assert.equal(writesOnDay(32), next, 'and is not begun a third time')

  office.closes(next, noon)
  const third = writesOnDay(33)
  assert.deepEqual(office.conversationOf(next).followerIds, [office.conversationOf(third).id])
  assert.equal(writesOnDay(34, { isAutomatic: true }), thread, 'a machine begins nothing anew')
  assert.equal(office.conversationOf(thread).status, 'closed')
})

test('a shop may want that an answer always opens the old conversation', () => {
  const office = openOffice({ reopenDays: null })
  const thread = office.writes('cleo', { externalId: 'question@home' })
  office.closes(thread, new Date('2016-01-01'))

  assert.equal(office.writes('cleo', { references: ['question@home'] }), thread)
})

const people = ['cleo', 'dan', 'eve', 'fay']
const ids = Array.from({ length: 12 }, (_, index) => `${index}@home`)
const anyPost = fc.record({
  from: fc.constantFrom(...people),
  externalId: fc.constantFrom(...ids),
  references: fc.uniqueArray(fc.constantFrom(...ids, 'ours@shop', 'unknown@else'), { maxLength: 4 }),
  people: fc.uniqueArray(fc.constantFrom(...people), { maxLength: 1 }),
  numbers: fc.uniqueArray(fc.constantFrom('100042', '#100043', '#7'), { maxLength: 2 }),
  isForged: fc.boolean(),
  isAutomatic: fc.boolean(),
  isSuspect: fc.boolean(),
})
type Post = typeof anyPost extends fc.Arbitrary<infer Value> ? Value : never
const orders = { 100042: null, 100043: 'cleo' }

test('whatever comes in whatever order, nobody writes into a thread that is not theirs', () => {
  fc.assert(
    fc.property(fc.array(anyPost, { maxLength: 40 }), (posts) => {
      const office = openOffice({ orders })
      const named = new Map<string, Set<string>>()
      for (const [index, post] of posts.entries()) {
        const thread = office.writes(post.from, post)
        if (index === 3) {
          office.answers(thread, 'ours@shop')
          office.isNumbered(thread, 7)
        }
        const before = named.get(thread)
        if (before) assert.ok(before.has(post.from))
        named.set(thread, new Set([...(before ?? []), post.from, ...post.people]))
      }
    }),
  )
})

test('the same mails in the same order always come to lie the same way', () => {
  const sorts = (posts: Post[]) => {
    const office = openOffice({ orders })
    const threads = posts.map((post) => office.writes(post.from, post))
    return threads.map((thread) => threads.indexOf(thread))
  }
  fc.assert(fc.property(fc.array(anyPost, { maxLength: 40 }), (posts) => assert.deepEqual(sorts(posts), sorts(posts))))
})

test("other people's mail between them changes nothing", () => {
  const interleaved = fc.array(fc.tuple(anyPost, fc.boolean()), { maxLength: 40 })
  fc.assert(
    fc.property(interleaved, (posts) => {
      const [alone, among] = [openOffice({ orders }), openOffice({ orders })]
      const elsewhere = (name: string) => `other-${name}`
      const mine: [string, string][] = []
      for (const [post, isOther] of posts) {
        const { from, externalId, references } = post
        if (isOther)
          among.writes(elsewhere(from), {
            ...post,
            externalId: elsewhere(externalId),
            references: references.map(elsewhere),
            people: post.people.map(elsewhere),
          })
        else mine.push([alone.writes(from, post), among.writes(from, post)])
      }
      const shapeOf = (threads: string[]) => threads.map((thread) => threads.indexOf(thread))
      assert.deepEqual(shapeOf(mine.map(([thread]) => thread)), shapeOf(mine.map(([, thread]) => thread)))
    }),
  )
})

test('a correspondence of one person that names its beginning is one thread, in whatever order it comes', () => {
  const correspondence = fc.array(fc.nat(), { minLength: 1, maxLength: 12 }).chain((parents) => {
    const chains: string[][] = [[]]
    for (const [index, given] of parents.entries()) {
      const parent = given % (index + 1)
      chains.push([...(chains[parent] ?? []), `${parent}@home`])
    }
    const letters = chains.map((references, index) => ({ externalId: `${index}@home`, references }))
    return fc.shuffledSubarray(letters, { minLength: letters.length, maxLength: letters.length })
  })
  fc.assert(
    fc.property(correspondence, (letters) => {
      const office = openOffice()
      assert.equal(new Set(letters.map((letter) => office.writes('cleo', letter))).size, 1)
    }),
  )
})

type Written = Partial<Letter> & { isForged?: boolean }
type OfficeOptions = { orders?: Record<string, string | null>; reopenDays?: number | null }

/** Receives letters one after the other and remembers all of them; a person is their own customer. */
function openOffice({ orders = {}, reopenDays = 30 }: OfficeOptions = {}) {
  const evidence = { ...noEvidence(), orders: new Map(Object.entries(orders)) }
  let count = 0
  const conversationOf = (threadId: string) => {
    const conversation = evidence.conversations.get(evidence.threads.get(threadId)?.conversationId ?? '')
    assert.ok(conversation)
    return conversation
  }
  return {
    conversationOf,
    /** Returns the id of the thread in which the letter came to lie. */
    writes(from: string, { isForged = false, ...given }: Written): string {
      count += 1
      const customerId = isForged ? null : from
      const letter: Letter = {
        externalId: `letter-${count}@else`,
        references: [],
        threadIds: [],
        numbers: [],
        arrivedAt: noon,
        isAutomatic: false,
        isSuspect: false,
        ...given,
        people: [from, ...(given.people ?? [])],
        sender: { address: from, customerId, isDoubtful: isForged },
      }
      const place = findPlace(letter, evidence, {
        withinMilliseconds: reopenDays === null ? null : reopenDays * DAY,
      })
      const customer = { id: isForged ? `forged ${from}` : from, name: null, language: null }
      return remember(evidence, letter, place, { threadId: `thread-${count}`, customer }).id
    },
    answers: (threadId: string, externalId: string) => evidence.ours.set(externalId, threadId),
    isNumbered: (threadId: string, number: number) => evidence.byNumber.set(number, conversationOf(threadId).id),
    closes: (threadId: string, closedAt: Date) =>
      Object.assign(conversationOf(threadId), { status: 'closed', closedAt }),
    lastIdIn(threadId: string): string {
      const [last] = [...evidence.stored].findLast(([, threads]) => threads.includes(threadId)) ?? []
      return last ?? ''
    },
  }
}
