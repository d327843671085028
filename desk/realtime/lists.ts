import { hashKey, type InfiniteData } from '@tanstack/react-query'
import type { ConversationBody, InboxItemBody, InboxPageBody } from '#protocol/conversations.ts'
import { belongsIn, movesCounts } from '../inbox/membership.ts'
import { find, place, remove, shortened } from '../inbox/pages.ts'
import { countsQuery, inboxKey, type SortedList } from '../inbox/queries.ts'
import type { Desk } from './desk.ts'
import { soon } from './soon.ts'

/** Something to put into a list. isGone: it is out of reach now; isRead: only its unread count changed. */
type Missed = { item: InboxItemBody; isGone?: boolean; isRead?: boolean }
type ListData = InfiniteData<InboxPageBody>

/** What a conversation's unread count becomes; `known`: what it was, undefined when we did not know the conversation. */
export type Unread = (known: number | undefined) => number

/** Lists read anew after a break keep this many pages. */
const MOST_PAGES = 4

/** Moves conversations between and within the lists of the inbox, as the desk hears of changes. */
export function listKeeper({ queryClient, workspaceId, memberId }: Desk) {
  const key = inboxKey(workspaceId)
  // A list that is just being read would overwrite what is put in; it is put in again afterwards.
  const missed = new Map<string, Map<string, Missed>>()
  const countSoon = soon(() => queryClient.invalidateQueries({ queryKey: countsQuery(workspaceId).queryKey }))

  const lists = () => queryClient.getQueriesData<ListData>({ queryKey: key })

  function known(id: string): InboxItemBody | undefined {
    for (const [, data] of lists()) {
      const item = data && find(data, id)
      if (item) return item
    }
  }

  function take(conversation: ConversationBody, unread: Unread = (count) => count ?? guessUnread(conversation)) {
    const before = known(conversation.id)
    const isOld = before !== undefined && before.revision > conversation.revision
    const latest = isOld ? before : conversation
    // An answered conversation has nothing unread, whoever has read it.
    const item = { ...latest, unreadCount: latest.waitingSince ? unread(before?.unreadCount) : 0 }
    for (const [queryKey] of lists()) put(queryKey, { item })
    if (!isOld && movesCounts(before, conversation)) countSoon()
  }

  function drop(conversationId: string) {
    const item = known(conversationId)
    if (!item) return
    for (const [queryKey] of lists()) put(queryKey, { item, isGone: true })
    countSoon()
  }

  function put(queryKey: readonly unknown[], change: Missed) {
    const list = listOf(queryKey)
    const { item, isGone } = change
    const isIn = !isGone && belongsIn(list, item, memberId)
    queryClient.setQueryData<ListData>(queryKey, (data) => {
      if (!data) return data
      return isIn ? place(data, item, list.sort) : remove(data, item.id)
    })
    if (queryClient.getQueryState(queryKey)?.fetchStatus !== 'fetching') return
    const hash = hashKey(queryKey)
    missed.set(hash, (missed.get(hash) ?? new Map()).set(item.id, change))
  }

  /** Call it when a list was read. */
  function settle(queryKey: readonly unknown[]) {
    const hash = hashKey(queryKey)
    const changes = missed.get(hash)
    missed.delete(hash)
    for (const change of changes?.values() ?? []) {
      const { item, isGone, isRead } = change
      const fresh = find(queryClient.getQueryData<ListData>(queryKey) ?? { pages: [], pageParams: [] }, item.id)
      if (isGone || !fresh || fresh.revision <= item.revision) put(queryKey, change)
      else if (isRead) put(queryKey, { item: { ...fresh, unreadCount: item.unreadCount } })
    }
  }

  function setUnread(conversationId: string, unreadCount: number) {
    const item = known(conversationId)
    if (!item) return
    for (const [queryKey] of lists()) put(queryKey, { item: { ...item, unreadCount }, isRead: true })
  }

  const ofCustomer = (customerId: string) =>
    lists().flatMap(([queryKey, data]) =>
      (data?.pages ?? [])
        .flatMap(({ conversations }) => conversations)
        .filter(({ customer }) => customer.id === customerId)
        .map((item) => ({ queryKey, item })),
    )

  function rename(customer: ConversationBody['customer']) {
    for (const { queryKey, item } of ofCustomer(customer.id)) put(queryKey, { item: { ...item, customer } })
  }

  function readAnew() {
    queryClient.setQueriesData<ListData>({ queryKey: key }, (data) => data && shortened(data, MOST_PAGES))
    void queryClient.invalidateQueries({ queryKey: key })
    countSoon()
  }

  return { known, ofCustomer, take, drop, settle, setUnread, rename, readAnew }
}

export type ListKeeper = ReturnType<typeof listKeeper>

const listOf = (queryKey: readonly unknown[]) => queryKey.at(-1) as SortedList

/** Until the list is read anew: somebody wrote, and we do not know that we have seen it. */
const guessUnread = ({ preview }: ConversationBody) => (preview?.kind === 'inbound' ? 1 : 0)
