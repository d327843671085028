import type { CloseCode } from '#protocol/socket.ts'
import { createPause, waitBeforeTry } from './backoff.ts'
import type { Chat } from './chat.ts'
import { loadFiles } from './loading.ts'
import { acknowledge } from './reading.ts'
import { receiveEvent } from './receiving.ts'
import { refreshThread } from './refreshing.ts'
import { sendWaiting } from './sending.ts'
import { Refused } from './server.ts'
import { beginSession } from './session.ts'
import { CLOSED_BY_US, openSocket, type Socket } from './socket.ts'
import { describeVisit, maySee } from './visit.ts'

const signedOut: typeof CloseCode.signedOut = 4401
const forbidden: typeof CloseCode.forbidden = 4403
const tooMany: typeof CloseCode.tooMany = 4429

/** A connection that held so long was a good one: the next failure is the first. */
const STEADY_MS = 10_000
/** The back-off of a server that says it is too much. */
const MANY_FAILURES = 5
/** Nobody looks at the page: looking at it ends the wait. */
const UNSEEN_MS = 60_000

/** Keeps a session and a socket while they are wanted, through every failure that may pass. */
export function createConnection(chat: Chat) {
  const { page } = chat
  const { pause, wake } = createPause()
  let socket: Socket | undefined
  let isWanted = false
  let isRunning = false
  let failures = 0
  let toldVisit = ''

  function start() {
    isWanted = true
    if (isRunning) wake()
    else void run()
  }

  function stop() {
    isWanted = false
    socket?.close()
    wake()
  }

  async function run() {
    isRunning = true
    show('connecting')
    while (isWanted) {
      await connectOnce().catch(takeFailure)
      if (isWanted && failures > 0) await pause(document.hidden ? UNSEEN_MS : waitBeforeTry(failures))
    }
    isRunning = false
    if (chat.connection !== 'unavailable') show('idle')
  }

  async function connectOnce() {
    const isReturning = chat.token !== undefined
    if (!chat.token) await beginSession(chat)
    if (!chat.token || !isWanted) return
    if (!isReturning) void refreshShown()
    const openedAt = Date.now()
    const code = await stayOnSocket(chat.token, isReturning)
    if (code === CLOSED_BY_US) return
    if (Date.now() - openedAt > STEADY_MS) failures = 0
    fail(code)
  }

  function stayOnSocket(token: string, isReturning: boolean) {
    const visit = describeVisit(chat)
    toldVisit = JSON.stringify(visit)
    return new Promise<number>((resolve) => {
      socket = openSocket({
        url: `${page.server.replace(/^http/, 'ws')}/api/widget/socket`,
        hello: { type: 'hello', channelKey: page.channelKey, token, visit },
        onWelcome: () => welcome(isReturning),
        onEvent: (event) => receiveEvent(chat, event),
        onHeartbeat: tellVisit,
        onClosed: (code) => {
          socket = chat.socket = undefined
          resolve(code)
        },
      })
    })
  }

  /** From here on events come; what happened before is read anew. */
  function welcome(isReturning: boolean) {
    chat.socket = socket
    show('connected')
    noteSeen()
    void sendWaiting(chat)
    chat.tellTrouble?.()
    if (chat.attached.size > 0) void loadFiles(chat).then(({ resumeUploads }) => resumeUploads(chat))
    for (const threadId of chat.threads.keys()) acknowledge(chat, threadId)
    if (isReturning) void catchUp().then(refreshShown)
    else void refreshShown()
  }

  async function catchUp() {
    const { token } = chat
    await beginSession(chat).catch(() => {})
    if (chat.token !== token) socket?.close()
  }

  async function refreshShown() {
    const thread = chat.shownId && chat.threads.get(chat.shownId)
    if (thread && thread.revision > 0) await refreshThread(chat, thread.id)
  }

  function takeFailure(error: unknown) {
    if (error instanceof Refused && !error.isPassing) giveUp()
    else fail()
  }

  function fail(code?: number) {
    failures++
    if (code === forbidden) return giveUp()
    if (code === tooMany) failures = Math.max(failures, MANY_FAILURES)
    if (code === signedOut) {
      chat.token = undefined
      if (failures > 2) page.visitor.write({ token: undefined })
    }
    show(failures > 1 || !chat.token || !navigator.onLine ? 'lost' : 'connecting')
  }

  function giveUp() {
    isWanted = false
    show('unavailable')
  }

  function show(connection: Chat['connection']) {
    chat.connection = connection
    chat.changed()
  }

  /** Tells where the visitor is now, if that is another place than was told. */
  function tellVisit() {
    const visit = describeVisit(chat)
    const told = JSON.stringify(visit)
    if (told === toldVisit || !chat.socket) return
    toldVisit = told
    chat.socket.say({ type: 'visit', visit })
    noteSeen()
  }

  function noteSeen() {
    page.visitor.write({ isSeen: maySee(chat) })
  }

  return { start, stop, tellVisit, isWanted: () => isWanted }
}
