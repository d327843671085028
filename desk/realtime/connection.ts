import type { DeskEvent } from '#protocol/events.ts'
import type { DeskFrame } from '#protocol/socket.ts'
import { reportSocket } from '../connection.ts'
import { forgetFleeting } from './fleeting.ts'
import { type DeskSocket, openDeskSocket } from './socket.ts'

let socket: DeskSocket | undefined
let viewed: string | null = null

/** A server that restarts is back sooner than this; saying so would only flicker. */
const SAY_LOST_AFTER_MS = 2_000

export const say = (frame: DeskFrame) => socket?.say(frame)

/** Tells colleagues which conversation is on this screen; also again after a reconnect. */
export function viewConversation(conversationId: string | null) {
  viewed = conversationId
  say({ type: 'view', conversationId })
}

type Hearing = {
  workspaceId: string
  onWelcome: () => void
  onEvent: (event: DeskEvent) => void
  /** Signed out, or no longer a member: the server will not have this desk back. */
  onTurnedAway: () => void
}

/** Holds the window's connection until the returned function is called. */
export function connect({ workspaceId, onWelcome, onEvent, onTurnedAway }: Hearing): () => void {
  let sayLost: ReturnType<typeof setTimeout> | undefined
  const opened = openDeskSocket({
    workspaceId,
    onEvent,
    onWelcome: () => {
      if (viewed) opened.say({ type: 'view', conversationId: viewed })
      onWelcome()
    },
    onState: (next) => {
      if (next !== 'online') forgetFleeting()
      if (next === 'offline') sayLost ??= setTimeout(reportSocket, SAY_LOST_AFTER_MS, 'lost')
      if (next === 'online') {
        clearTimeout(sayLost)
        sayLost = undefined
        reportSocket('open')
      }
      if (next === 'signed-out' || next === 'forbidden') onTurnedAway()
    },
    openSocket: () => new WebSocket(socketAddress()),
  })
  socket = opened
  const stopWatching = watchWindow(opened)
  return () => {
    stopWatching()
    opened.close()
    clearTimeout(sayLost)
    if (socket === opened) {
      socket = undefined
      reportSocket('idle')
    }
  }
}

function socketAddress(): string {
  const address = new URL('/api/desk/socket', location.href)
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:'
  return address.href
}

function watchWindow({ nudge, rest }: DeskSocket): () => void {
  const nudgeWhenSeen = () => {
    if (document.visibilityState === 'visible') nudge()
  }
  window.addEventListener('online', nudge)
  window.addEventListener('offline', nudge)
  // A page kept for the way back would hold its connection, and its reader would seem to be here.
  window.addEventListener('pagehide', rest)
  window.addEventListener('pageshow', nudge)
  document.addEventListener('visibilitychange', nudgeWhenSeen)
  return () => {
    window.removeEventListener('online', nudge)
    window.removeEventListener('offline', nudge)
    window.removeEventListener('pagehide', rest)
    window.removeEventListener('pageshow', nudge)
    document.removeEventListener('visibilitychange', nudgeWhenSeen)
  }
}
