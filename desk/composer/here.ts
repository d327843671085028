import type { ConversationBody, MessageBody } from '#protocol/conversations.ts'
import { api } from '../api.ts'
import { change, conversationPath } from '../conversation/queries.ts'
import { withMessage } from '../conversation/timeline.ts'
import { ApiProblem, explain, isSignedOut } from '../problem.ts'
import { queryClient } from '../query-client.ts'
import { keepersOf } from '../realtime/keepers.ts'
import { showToast } from '../ui/toast.ts'
import { meQuery } from '../workspace/queries.ts'
import { type Outbox, type OutboxItem, openOutbox } from './outbox.ts'
import { sender } from './sending.ts'

const outboxes = new Map<string, Outbox>()
const senders = new Map<string, ReturnType<typeof sender>>()

/** What this member wrote in this browser and is not sent yet. */
export function outboxHere(workspaceId: string, memberId: string): Outbox {
  const key = `${workspaceId} ${memberId}`
  const outbox = outboxes.get(key) ?? openOutbox(workspaceId, memberId)
  outboxes.set(key, outbox)
  return outbox
}

/** What sends it; one a window. */
export function sendingHere(workspaceId: string, memberId: string) {
  const key = `${workspaceId} ${memberId}`
  const sending = senders.get(key) ?? makeSender(workspaceId, memberId)
  senders.set(key, sending)
  return sending
}

function makeSender(workspaceId: string, memberId: string) {
  return sender({
    outbox: outboxHere(workspaceId, memberId),
    send: (item) => send(workspaceId, item),
    onSent: ({ conversationId, thenClose }, message) => {
      change(queryClient, workspaceId, conversationId, (timeline) => withMessage(timeline, message))
      if (thenClose) void close(workspaceId, memberId, conversationId)
    },
    whyRefused,
  })
}

function send(
  workspaceId: string,
  { conversationId, kind, clientId, text, attachments, letter, undoSeconds, content }: OutboxItem,
): Promise<MessageBody> {
  return api.post(`${conversationPath(workspaceId, conversationId)}/${kind === 'note' ? 'notes' : 'messages'}`, {
    clientId,
    text,
    attachmentIds: attachments.map(({ id }) => id),
    ...(kind === 'outbound' && { letter, undoSeconds, content }),
  })
}

/** Silence, overload and an ended session pass; what the server refuses for itself it will refuse again. */
function whyRefused(error: unknown): string | null {
  if (isSignedOut(error)) void queryClient.invalidateQueries({ queryKey: meQuery.queryKey })
  if (!(error instanceof ApiProblem) || error.status >= 500) return null
  return [401, 408, 425, 429].includes(error.status) ? null : explain(error)
}

async function close(workspaceId: string, memberId: string, conversationId: string) {
  try {
    const closed = await api.put<ConversationBody>(`${conversationPath(workspaceId, conversationId)}/closure`)
    keepersOf(workspaceId, memberId).take(closed)
    showToast('Sent and closed')
  } catch (error) {
    showToast(`Sent, but the conversation could not be closed. ${explain(error)}`, { isFailure: true })
  }
}
