import type { ConversationBody } from '#protocol/conversations.ts'
import { queryClient } from '../query-client.ts'
import { listKeeper } from './lists.ts'
import { timelineKeeper } from './timelines.ts'

export type Keepers = ReturnType<typeof makeKeepers>

const made = new Map<string, Keepers>()

/** What keeps a member's inbox and conversations true in this window. */
export function keepersOf(workspaceId: string, memberId: string): Keepers {
  const key = `${workspaceId} ${memberId}`
  const keepers = made.get(key) ?? makeKeepers(workspaceId, memberId)
  made.set(key, keepers)
  return keepers
}

function makeKeepers(workspaceId: string, memberId: string) {
  const desk = { queryClient, workspaceId, memberId }
  const lists = listKeeper(desk)
  const timelines = timelineKeeper(desk)

  /** Something asked for here was done: show it before its event arrives. */
  function take(conversation: ConversationBody) {
    lists.take(conversation)
    timelines.take(conversation)
  }

  /** What was heard of a list or conversation while it was being read waits until it is here. */
  function watchReading(): () => void {
    return queryClient.getQueryCache().subscribe((event) => {
      if (event.type !== 'updated' || event.action.type !== 'success' || event.action.manual) return
      const [, where, what, which] = event.query.queryKey
      if (where !== workspaceId) return
      if (what === 'inbox') lists.settle(event.query.queryKey)
      if (what === 'timeline') timelines.settle(String(which))
    })
  }

  return { desk, lists, timelines, take, watchReading }
}
