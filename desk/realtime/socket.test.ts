import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { DeskEvent } from '#protocol/events.ts'
import { CloseCode, type DeskServerFrame } from '#protocol/socket.ts'
import { reconnectDelayMs } from './backoff.ts'
import { type ConnectionState, openDeskSocket } from './socket.ts'

test('a desk says hello first and is online once it is welcome', (t) => {
  const { line, states } = openLine(t)
  line(0).open()
  assert.deepEqual(line(0).said, [{ type: 'hello', workspaceId: 'w' }])
  line(0).hears({ type: 'welcome', heartbeatSeconds: 25 })
  assert.deepEqual(states, ['connecting', 'online'])
})

test('a lost socket comes back, and tells that it is welcome again', (t) => {
  const { line, states, welcomes, lines } = openLine(t)
  line(0).welcome()
  line(0).closes(CloseCode.goingAway)
  assert.equal(states.at(-1), 'offline')
  t.mock.timers.tick(30_000)
  assert.equal(lines.length, 2)
  line(1).welcome()
  assert.equal(welcomes.length, 2)
})

test('a desk that is signed out or may not come in does not come back', (t) => {
  for (const [code, state] of [
    [CloseCode.signedOut, 'signed-out'],
    [CloseCode.forbidden, 'forbidden'],
  ] as const) {
    const { line, states, lines, socket } = openLine(t)
    line(0).closes(code)
    socket.nudge()
    t.mock.timers.tick(120_000)
    assert.equal(lines.length, 1)
    assert.equal(states.at(-1), state)
    t.mock.timers.reset()
  }
})

test('a socket that does not answer a ping is given up', (t) => {
  const { line, states } = openLine(t)
  line(0).welcome()
  t.mock.timers.tick(25_000)
  assert.deepEqual(line(0).said.at(-1), { type: 'ping' })
  line(0).hears({ type: 'pong' })
  t.mock.timers.tick(24_000)
  assert.equal(states.at(-1), 'online')
  t.mock.timers.tick(1_000)
  t.mock.timers.tick(5_000)
  assert.equal(states.at(-1), 'offline')
})

test('when the network returns, the desk connects at once', (t) => {
  const { line, lines, socket } = openLine(t)
  line(0).closes(1006)
  socket.nudge()
  assert.equal(lines.length, 2)
})

test('a desk that is put away lets go of its socket, and takes up another when it is seen again', (t) => {
  const { line, lines, socket, states } = openLine(t)
  line(0).welcome()
  socket.rest()
  line(0).hears({ type: 'pong' })
  t.mock.timers.tick(120_000)
  assert.equal(lines.length, 1)
  socket.nudge()
  line(1).welcome()
  assert.equal(states.at(-1), 'online')
})

test('what an abandoned socket still says is not heard', (t) => {
  const { line, heard } = openLine(t)
  line(0).welcome()
  line(0).closes(1006)
  line(0).hears({ type: 'event', event: { type: 'conversation.withdrawn', conversationId: 'c' } })
  assert.deepEqual(heard, [])
})

test('waiting grows from one to thirty seconds, with full jitter', () => {
  assert.equal(
    reconnectDelayMs(0, () => 1),
    1_000,
  )
  assert.equal(
    reconnectDelayMs(3, () => 0.5),
    4_000,
  )
  assert.equal(
    reconnectDelayMs(50, () => 1),
    30_000,
  )
  assert.equal(
    reconnectDelayMs(50, () => 0),
    0,
  )
})

class FakeSocket extends EventTarget {
  said: unknown[] = []
  onopen: (() => void) | null = null
  onmessage: ((message: { data: string }) => void) | null = null
  onclose: ((close: { code: number }) => void) | null = null
  send(text: string) {
    this.said.push(JSON.parse(text))
  }
  close() {}
  open() {
    this.onopen?.()
  }
  hears(frame: DeskServerFrame) {
    this.onmessage?.({ data: JSON.stringify(frame) })
  }
  welcome() {
    this.open()
    this.hears({ type: 'welcome', heartbeatSeconds: 25 })
  }
  closes(code: number) {
    this.onclose?.({ code })
  }
}

function openLine(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout', 'setInterval'] })
  const lines: FakeSocket[] = []
  const states: ConnectionState[] = []
  const welcomes: true[] = []
  const heard: DeskEvent[] = []
  const socket = openDeskSocket({
    workspaceId: 'w',
    onState: (state) => states.push(state),
    onWelcome: () => welcomes.push(true),
    onEvent: (event) => heard.push(event),
    openSocket: () => {
      const line = new FakeSocket()
      lines.push(line)
      return line as unknown as WebSocket
    },
  })
  const line = (index: number) => lines[index] ?? assert.fail('no such socket')
  return { socket, lines, line, states, welcomes, heard }
}
