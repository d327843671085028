import { useCallback, useSyncExternalStore } from 'react'
import { useMembership } from '../workspace/membership.ts'
import { type Draft, draftsOf, type Mode, noDrafts, withDraft } from './drafts.ts'

/** What is being written in a conversation, as reply and as note. */
export function useDraft(conversationId: string) {
  const { memberId, role } = useMembership()
  const store = draftsOf(memberId, conversationId)
  const drafts = useSyncExternalStore(store.subscribe, store.get) ?? noDrafts
  const mode: Mode = role === 'collaborator' ? 'note' : drafts.mode
  const change = useCallback(
    (how: (draft: Draft) => Partial<Draft>, of: Mode) => {
      const now = store.get() ?? noDrafts
      store.set(withDraft(now, of, how(now[of])))
    },
    [store],
  )
  const setMode = useCallback(
    (next: Mode) => store.set(withDraft({ ...(store.get() ?? noDrafts), mode: next }, next, {})),
    [store],
  )
  return { mode, draft: drafts[mode], change, setMode }
}
