import type { PresentMember } from '#protocol/events.ts'
import { observable, useObserved } from './observable.ts'

/** Somebody who writes now; `memberId` null: the customer. */
export type Typist = { memberId: string | null; name: string; isNote: boolean }

/** Who types says so every few seconds; after this much silence they have stopped, or gone. */
const TYPING_LASTS_MS = 8_000

type ByConversation<Value> = Readonly<Record<string, readonly Value[]>>

const typing = observable<ByConversation<Typist>>({})
const viewers = observable<ByConversation<PresentMember>>({})
const present = observable<readonly PresentMember[]>([])
const ends = new Map<string, ReturnType<typeof setTimeout>>()
const nobody: readonly never[] = []

export const useTyping = (conversationId: string) => useObserved(typing, (all) => all[conversationId] ?? nobody)
export const useViewers = (conversationId: string) => useObserved(viewers, (all) => all[conversationId] ?? nobody)
export const usePresent = () => useObserved(present, (members) => members)

export const setViewers = (conversationId: string, members: readonly PresentMember[]) =>
  viewers.set({ ...viewers.get(), [conversationId]: members })
export const setPresent = (members: readonly PresentMember[]) => present.set(members)

export function setTyping(conversationId: string, typist: Typist, isTyping: boolean) {
  const key = `${conversationId} ${typist.memberId}`
  clearTimeout(ends.get(key))
  ends.delete(key)
  const others = (typing.get()[conversationId] ?? nobody).filter(({ memberId }) => memberId !== typist.memberId)
  const { [conversationId]: _, ...elsewhere } = typing.get()
  const here = isTyping ? [...others, typist] : others
  typing.set(here.length > 0 ? { ...elsewhere, [conversationId]: here } : elsewhere)
  if (isTyping) ends.set(key, setTimeout(setTyping, TYPING_LASTS_MS, conversationId, typist, false))
}

/** Without a connection we know of nobody. */
export function forgetFleeting() {
  for (const end of ends.values()) clearTimeout(end)
  ends.clear()
  typing.set({})
  viewers.set({})
  present.set([])
}
