import type { DeskEvent } from '#protocol/events.ts'
import type { DeskFrame } from '#protocol/socket.ts'
import { reportSocket, type SocketState } from '../connection.ts'
import { forgetFleeting } from './fleeting.ts'
import { type ConnectionState, type DeskSocket, openDeskSocket } from './socket.ts'

let socket: DeskSocket | undefined
let viewed: string | null = null

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
  const opened = openDeskSocket({
    workspaceId,
    onEvent,
    onWelcome: () => {
      if (viewed) opened.say({ type: 'view', conversationId: viewed })
      onWelcome()
    },
    onState: (next) => {
      if (next !== 'online') forgetFleeting()
      reportSocket(reported[next])
      if (next === 'signed-out' || next === 'forbidden') onTurnedAway()
    },
    openSocket: () => new WebSocket(socketAddress()),
  })
  socket = opened
  const stopWatching = watchWindow(opened.nudge)
  return () => {
    stopWatching()
    opened.close()
    if (socket === opened) {
      socket = undefined
      reportSocket('idle')
    }
  }
}

const reported: Record<ConnectionState, SocketState> = {
  connecting: 'connecting',
  online: 'open',
  offline: 'lost',
  'signed-out': 'idle',
  forbidden: 'idle',
}

function socketAddress(): string {
  const address = new URL('/api/desk/socket', location.href)
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:'
  return address.href
}

function watchWindow(nudge: () => void): () => void {
  const nudgeWhenSeen = () => {
    if (document.visibilityState === 'visible') nudge()
  }
  window.addEventListener('online', nudge)
  window.addEventListener('offline', nudge)
  document.addEventListener('visibilitychange', nudgeWhenSeen)
  return () => {
    window.removeEventListener('online', nudge)
    window.removeEventListener('offline', nudge)
    document.removeEventListener('visibilitychange', nudgeWhenSeen)
  }
}
