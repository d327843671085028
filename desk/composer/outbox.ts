import type { MessageContent } from '#protocol/content.ts'
import type { AttachmentBody, LetterDraft } from '#protocol/conversations.ts'
import { type Stored, stored } from '../stored.ts'

/** A reply or note that was written here and is not known to be on the server yet. */
export type OutboxItem = {
  /** Stored over retries: the server takes the same one only once. */
  clientId: string
  conversationId: string
  kind: 'outbound' | 'note'
  text: string
  attachments: AttachmentBody[]
  /** What stands on the envelope of a letter; left out: what the server proposes, or no letter. */
  letter?: LetterDraft
  /** What a chat shows beside the words. */
  content?: MessageContent
  /** How long it may still be taken back once the server has it. */
  undoSeconds?: number
  thenClose: boolean
  writtenAt: string
  /** Why the server will not have it; null: it waits to be sent. */
  failure: string | null
}

export type Outbox = ReturnType<typeof openOutbox>

const none: OutboxItem[] = []

/** What waits to be sent, oldest first. One for each member, so that nobody sends in another's name on a shared machine. */
export function openOutbox(
  workspaceId: string,
  memberId: string,
  store: Stored<OutboxItem[] | undefined> = stored(keyOf(workspaceId, memberId)),
) {
  const items = () => store.get() ?? none
  const change = (next: OutboxItem[]) => store.set(next.length > 0 ? next : undefined)
  const put = (clientId: string, failure: string | null) =>
    change(items().map((item) => (item.clientId === clientId ? { ...item, failure } : item)))
  return {
    items,
    subscribe: store.subscribe,
    add: (item: OutboxItem) => change([...items(), item]),
    take: (clientId: string) => change(items().filter((item) => item.clientId !== clientId)),
    fail: put,
    tryAgain: (clientId: string) => put(clientId, null),
  }
}

const keyOf = (workspaceId: string, memberId: string) => `infolett.outbox.${workspaceId}.${memberId}`
