import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowUp } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { InboxItemBody } from '#protocol/conversations.ts'
import { explain } from '../problem.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorState } from '../ui/ErrorState.tsx'
import { useShortcut } from '../ui/shortcuts.ts'
import { useWorkspaceId } from '../workspace/membership.ts'
import { ConversationRow, ROW_HEIGHT } from './ConversationRow.tsx'
import { ListSkeleton } from './ListSkeleton.tsx'
import { rowsOf } from './pages.ts'
import { inboxQuery, type SortedList } from './queries.ts'
import { useHeldRows } from './useHeldRows.ts'
import { viewInfo } from './views.ts'

type ListProps = { list: SortedList; conversationId: string | null }

/** One list of the inbox, read on as far as somebody scrolls. */
export function ConversationList({ list, conversationId }: ListProps) {
  const workspaceId = useWorkspaceId()
  const query = useInfiniteQuery(inboxQuery(workspaceId, list))
  const rows = useMemo(() => query.data && rowsOf(query.data), [query.data])
  const readMore = () => {
    if (query.hasNextPage && !query.isFetching) void query.fetchNextPage()
  }

  if (!rows && query.isError) {
    return (
      <ErrorState
        title="The conversations could not be loaded."
        detail={explain(query.error)}
        onRetry={() => query.refetch()}
        isRetrying={query.isFetching}
      />
    )
  }
  if (!rows) return <ListSkeleton />
  if (rows.length === 0) return <NothingHere list={list} />
  return (
    <Rows
      rows={rows}
      list={list}
      conversationId={conversationId}
      readMore={readMore}
      isReadingMore={query.isFetchingNextPage}
    />
  )
}

function NothingHere({ list }: { list: SortedList }) {
  const navigate = useNavigate()
  const { name, icon, empty } = viewInfo(list.view)
  if (!list.channelId) {
    return (
      <EmptyState icon={icon} title={list.teamId ? 'Nothing here' : `${name}: nothing here`}>
        {empty}
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={icon}
      title="Nothing here from this channel"
      action={
        <Button onClick={() => navigate({ to: '.', search: ({ channelId: _, ...search }) => search, replace: true })}>
          Show all channels
        </Button>
      }
    />
  )
}

type RowsProps = ListProps & { rows: InboxItemBody[]; readMore: () => void; isReadingMore: boolean }

function Rows({ rows, list, conversationId, readMore, isReadingMore }: RowsProps) {
  const workspaceId = useWorkspaceId()
  const scroller = useRef<HTMLDivElement>(null)
  const ids = useMemo(() => rows.map(({ id }) => id), [rows])
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => ids[index] ?? index,
    overscan: 12,
  })
  const hold = useHeldRows(scroller, ids)
  const cursor = useCursor(ids, conversationId, (index) => virtualizer.scrollToIndex(index, { align: 'auto' }))
  const shown = virtualizer.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0

  // biome-ignore lint/correctness/useExhaustiveDependencies: asks again whenever the end comes nearer
  useEffect(() => {
    if (last >= rows.length - 15) readMore()
  }, [last, rows.length])

  const rowId = (id: string) => `conversation-${id}`
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        role="listbox"
        aria-label={`${viewInfo(list.view).name} conversations`}
        aria-activedescendant={cursor.id && ids.includes(cursor.id) ? rowId(cursor.id) : undefined}
        tabIndex={0}
        onKeyDown={cursor.onKeyDown}
        {...hold}
        className="h-full overflow-y-auto [overflow-anchor:none] focus-visible:-outline-offset-2"
      >
        <div role="presentation" className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {shown.map(({ index, key, start }) => {
            const item = rows[index]
            return (
              item && (
                <div
                  key={key}
                  role="presentation"
                  className="absolute inset-x-0 top-0"
                  style={{ transform: `translateY(${start}px)` }}
                >
                  <ConversationRow
                    id={rowId(item.id)}
                    item={item}
                    view={list.view}
                    workspaceId={workspaceId}
                    isOpen={item.id === conversationId}
                    isAt={item.id === cursor.id}
                    position={index + 1}
                    count={rows.length}
                  />
                </div>
              )
            )
          })}
        </div>
        {isReadingMore && <ListSkeleton rows={2} />}
      </div>
      <ToTheTop scroller={scroller} newest={ids[0]} />
    </div>
  )
}

/** Where the keyboard stands; it opens nothing until it is asked to, so that passing by reads nothing. */
function useCursor(ids: readonly string[], conversationId: string | null, show: (index: number) => void) {
  const navigate = useNavigate()
  const [id, setId] = useState(conversationId)
  const lastIndex = useRef(-1)
  const found = id === null ? -1 : ids.indexOf(id)
  if (found >= 0) lastIndex.current = found

  useEffect(() => setId(conversationId), [conversationId])

  function move(by: 1 | -1) {
    // When the row left the list, the one that took its place comes next.
    const from = found >= 0 || lastIndex.current < 0 ? found : lastIndex.current - (by === 1 ? 1 : 0)
    const to = Math.min(Math.max(from + by, 0), ids.length - 1)
    setId(ids[to] ?? null)
    show(to)
  }

  async function open() {
    if (!id || found < 0) return
    await navigate({
      from: '/$workspaceId/inbox/$view',
      to: '/$workspaceId/inbox/$view/$conversationId',
      params: (params) => ({ ...params, conversationId: id }),
      search: (search) => search,
    })
    document.getElementById('conversation-name')?.focus()
  }

  const group = 'List'
  useShortcut({ keys: 'j', label: 'Next conversation', group }, () => move(1))
  useShortcut({ keys: 'k', label: 'Previous conversation', group }, () => move(-1))
  useShortcut({ keys: 'o', label: 'Open the conversation', group }, () => void open())

  function onKeyDown(event: React.KeyboardEvent) {
    const act = { ArrowDown: () => move(1), ArrowUp: () => move(-1), Enter: () => void open(), ' ': () => void open() }[
      event.key
    ]
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    act()
  }

  return { id, onKeyDown }
}

/** Shown when something came in above what is in sight. */
function ToTheTop({ scroller, newest }: { scroller: React.RefObject<HTMLElement | null>; newest: string | undefined }) {
  const [seen, setSeen] = useState(newest)
  const [isScrolled, setScrolled] = useState(false)

  useEffect(() => {
    const element = scroller.current
    const look = () => setScrolled(element !== null && element.scrollTop >= ROW_HEIGHT / 2)
    look()
    element?.addEventListener('scroll', look, { passive: true })
    return () => element?.removeEventListener('scroll', look)
  }, [scroller])
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is at the top is seen once that is in sight
  useEffect(() => {
    if (scroller.current && scroller.current.scrollTop < ROW_HEIGHT / 2) setSeen(newest)
  }, [scroller, isScrolled, newest])

  if (!isScrolled || newest === seen) return null
  return (
    <button
      type="button"
      onClick={() => scroller.current?.scrollTo({ top: 0 })}
      className="absolute top-2 left-1/2 flex h-7 -translate-x-1/2 items-center gap-1 rounded-full bg-accent px-3 text-sm text-on-accent shadow-floating hover:bg-accent-hover"
    >
      <ArrowUp size={14} aria-hidden="true" />
      New above
    </button>
  )
}
