import { useSyncExternalStore } from 'react'

export type SocketState = 'idle' | 'connecting' | 'open' | 'lost'
/** online: as it should be; reconnecting: the network is there, the server is not heard; offline: no network. */
export type Connection = 'online' | 'reconnecting' | 'offline'

let socket: SocketState = 'idle'
const listeners = new Set<() => void>()

/** The realtime socket tells here how it fares; the page says so to the person. */
export function reportSocket(state: SocketState): void {
  socket = state
  for (const listener of listeners) listener()
}

export function useConnection(): Connection {
  return useSyncExternalStore(subscribe, () => {
    if (!navigator.onLine) return 'offline'
    return socket === 'lost' ? 'reconnecting' : 'online'
  })
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}
