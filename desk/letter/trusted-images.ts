import { useSyncExternalStore } from 'react'
import { type Stored, stored } from '../stored.ts'

const open = new Map<string, Stored<string[] | undefined>>()
const nobody: readonly string[] = []
const MOST = 500

/** The senders whose images this member always wants to see, in this browser. */
export function useTrustedImages(memberId: string) {
  const store = storeOf(memberId)
  const senders = useSyncExternalStore(store.subscribe, store.get) ?? nobody
  return {
    trusts: (address: string | undefined) => address !== undefined && senders.includes(address),
    trust: (address: string) => store.set([...senders.filter((one) => one !== address), address].slice(-MOST)),
  }
}

function storeOf(memberId: string) {
  const key = `infolett.images.${memberId}`
  const store = open.get(key) ?? stored<string[]>(key)
  open.set(key, store)
  return store
}
