import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { gapKeeper, inOrder } from './gaps.ts'

const revisions = (...numbers: number[]) => numbers.map((revision) => ({ revision }))

test('events that follow one another are ready; those behind a gap are ahead; old ones are dropped', () => {
  assert.deepEqual(inOrder(4, revisions(5)), { ready: revisions(5), ahead: [] })
  assert.deepEqual(inOrder(4, revisions(6, 5)), { ready: revisions(5, 6), ahead: [] })
  assert.deepEqual(inOrder(4, revisions(7, 5)), { ready: revisions(5), ahead: revisions(7) })
  assert.deepEqual(inOrder(4, revisions(3, 4)), { ready: [], ahead: [] })
  assert.deepEqual(inOrder(4, revisions(5, 5)), { ready: revisions(5), ahead: [] })
})

test('an event that came too early waits for its predecessor', (t) => {
  const { keeper, copy } = openCopy(t, 4)
  keeper.hear('c', { revision: 6 })
  assert.deepEqual(copy.applied, [])
  keeper.hear('c', { revision: 5 })
  assert.deepEqual(copy.applied, [5, 6])
  t.mock.timers.tick(1_000)
  assert.equal(copy.asked, 0)
})

test('when the predecessor does not come, the server is asked once', async (t) => {
  const { keeper, copy } = openCopy(t, 4)
  keeper.hear('c', { revision: 7 })
  keeper.hear('c', { revision: 8 })
  copy.server = 8
  t.mock.timers.tick(300)
  await answered()
  assert.equal(copy.asked, 1)
  assert.equal(copy.known, 8)
  assert.deepEqual(copy.applied, [])
})

test('an event that came while the server answered is not lost', async (t) => {
  const { keeper, copy } = openCopy(t, 4)
  keeper.hear('c', { revision: 7 })
  copy.server = 7
  t.mock.timers.tick(300)
  keeper.hear('c', { revision: 8 })
  await answered()
  assert.deepEqual(copy.applied, [8])
  assert.equal(copy.known, 8)
})

test('a server that cannot answer is asked again', async (t) => {
  const { keeper, copy } = openCopy(t, 4)
  copy.isDown = true
  keeper.hear('c', { revision: 6 })
  t.mock.timers.tick(300)
  await answered()
  copy.isDown = false
  copy.server = 6
  t.mock.timers.tick(3_000)
  await answered()
  assert.equal(copy.known, 6)
})

test('conversations we keep no copy of are not held', (t) => {
  const { keeper, copy } = openCopy(t, undefined)
  keeper.hear('c', { revision: 6 })
  t.mock.timers.tick(1_000)
  assert.equal(copy.asked, 0)
})

test('what is heard while a conversation is read for the first time is applied after it', (t) => {
  const { keeper, copy } = openCopy(t, 'being read')
  keeper.hear('c', { revision: 6 })
  copy.known = 5
  keeper.settle('c')
  assert.deepEqual(copy.applied, [6])
})

const answered = () => new Promise((resolve) => setImmediate(resolve))

function openCopy(t: TestContext, known: number | 'being read' | undefined) {
  t.mock.timers.enable({ apis: ['setTimeout'] })
  const copy = { known, server: 0, applied: [] as number[], asked: 0, isDown: false }
  const keeper = gapKeeper<{ revision: number }>({
    known: () => copy.known,
    apply: (_, { revision }) => {
      copy.applied.push(revision)
      copy.known = revision
    },
    catchUp: async () => {
      copy.asked += 1
      if (copy.isDown) throw new Error('down')
      copy.known = copy.server
    },
  })
  return { keeper, copy }
}
