import { useInfiniteQuery } from '@tanstack/react-query'
import { Clock, PenLine, RotateCw, TriangleAlert } from 'lucide-react'
import { useMemo, useSyncExternalStore } from 'react'
import type { MessageBody } from '#protocol/conversations.ts'
import { useConnection } from '../connection.ts'
import { Attachments } from '../conversation/Attachments.tsx'
import { Bubble } from '../conversation/Bubble.tsx'
import { Offered } from '../conversation/Offered.tsx'
import { timelineQuery } from '../conversation/queries.ts'
import type { Timeline } from '../conversation/timeline.ts'
import { Letter } from '../letter/Letter.tsx'
import { useMembership } from '../workspace/membership.ts'
import { putBack } from './drafts.ts'
import { outboxHere, sendingHere } from './here.ts'
import type { OutboxItem } from './outbox.ts'

/** What was written in a conversation and is not on the server yet, below what is. */
export function Unsent({ conversationId }: { conversationId: string }) {
  const { memberId, workspace } = useMembership()
  const outbox = outboxHere(workspace.id, memberId)
  const items = useSyncExternalStore(outbox.subscribe, outbox.items)
  const { data: arrived } = useInfiniteQuery({ ...timelineQuery(workspace.id, conversationId), select: clientIds })
  const unsent = useMemo(
    () => items.filter((item) => item.conversationId === conversationId && !arrived?.includes(item.clientId)),
    [items, conversationId, arrived],
  )

  function tryAgain(clientId: string) {
    outbox.tryAgain(clientId)
    sendingHere(workspace.id, memberId).wake()
  }

  function takeBack(item: OutboxItem) {
    putBack(memberId, item)
    outbox.take(item.clientId)
  }

  return unsent.map((item) => (
    <UnsentMessage
      key={item.clientId}
      item={item}
      onRetry={() => tryAgain(item.clientId)}
      onEdit={() => takeBack(item)}
    />
  ))
}

type UnsentProps = { item: OutboxItem; onRetry: () => void; onEdit: () => void }

function UnsentMessage({ item, onRetry, onEdit }: UnsentProps) {
  const { name } = useMembership()
  const { kind, text, attachments, content, failure } = item
  const footing = failure === null ? <Waiting /> : <Refused why={failure} onRetry={onRetry} onEdit={onEdit} />
  if (item.letter) return <Letter letter={asMessage(item, name)} footing={footing} />
  return (
    <Bubble kind={kind} text={text} isFirst footing={footing}>
      {attachments.length > 0 && <Attachments attachments={attachments} />}
      {content && <Offered content={content} />}
    </Bubble>
  )
}

/** As the server will tell it, so that nothing moves when it does. */
function asMessage({ clientId, conversationId, kind, text, attachments, letter, writtenAt }: OutboxItem, name: string) {
  const { to = [], cc = [], bcc = [], subject = null } = letter ?? {}
  return {
    id: clientId,
    conversationId,
    threadId: '',
    revision: 0,
    kind,
    author: { kind: 'member', id: null, name },
    subject,
    text,
    foldedText: null,
    hasHtml: false,
    hasOriginal: false,
    isAutomatic: false,
    envelope: { from: null, replyTo: [], to, cc, bcc },
    attachments,
    delivery: { state: 'queued', failure: null, undoUntil: null },
    clientId,
    sentAt: writtenAt,
  } satisfies MessageBody
}

function Waiting() {
  const connection = useConnection()
  return (
    <p className="flex items-center justify-end gap-1 px-1 pt-0.5 text-xs text-muted">
      <Clock size={12} aria-hidden="true" />
      {connection === 'online' ? 'Sending' : 'Waiting for the connection'}
    </p>
  )
}

function Refused({ why, onRetry, onEdit }: { why: string; onRetry: () => void; onEdit: () => void }) {
  return (
    <p
      role="alert"
      className="flex max-w-[min(36rem,85%)] flex-wrap self-end items-center justify-end gap-x-2 gap-y-1 px-1 pt-0.5 text-xs text-danger"
    >
      <span className="flex items-center gap-1">
        <TriangleAlert size={12} aria-hidden="true" className="shrink-0" />
        Not sent: {why}
      </span>
      <button type="button" onClick={onRetry} className={act}>
        <RotateCw size={12} aria-hidden="true" />
        Try again
      </button>
      <button type="button" onClick={onEdit} className={act}>
        <PenLine size={12} aria-hidden="true" />
        Edit
      </button>
    </p>
  )
}

const act =
  'flex items-center gap-1 rounded px-1 font-semibold underline underline-offset-2 hover:bg-danger-soft pointer-coarse:min-h-9'

/** Of the newest page: what waits here is never older. */
const clientIds = (timeline: Timeline): string[] =>
  timeline.pages[0]?.messages.flatMap(({ clientId }) => (clientId ? [clientId] : [])) ?? []
