import type { AttachmentBody } from '#protocol/conversations.ts'
import type { Id } from '#protocol/primitives.ts'
import type { PreChatAnswers } from '#protocol/widget.ts'
import type { Page } from '../page.ts'
import { openStore } from './store.ts'

export type WaitingFile = {
  key: string
  name: string
  bytes: number
  /** Pixels, when it is an image that this browser can draw. */
  width?: number
  height?: number
  blob?: Blob
  /** Once it is on the server. */
  attachment?: AttachmentBody
}

/** Written, but not yet acknowledged by the server. The client id makes it one message however often it is sent. */
export type WaitingMessage = {
  clientId: Id
  threadId: Id
  text: string
  files: WaitingFile[]
  preChat?: PreChatAnswers | undefined
  /** Milliseconds; the order of sending. */
  writtenAt: number
  /** The server does not want it: why, as far as the visitor can understand it. */
  failure?: string
}

export type Outbox = ReturnType<typeof openOutbox>

/** The messages that wait for the server, shared by all tabs of a shop and kept over a reload. */
export function openOutbox(page: Page, changed: () => void) {
  const store = openStore<WaitingMessage>(page.name, 'clientId')
  /** Those that could not be stored (yet): only this page has them. */
  const unstored = new Map<Id, WaitingMessage>()
  const removed = new Set<Id>()

  const outbox = { messages: [] as WaitingMessage[], put, remove, reload, forget, isSafe: () => unstored.size === 0 }

  async function reload() {
    // What is stored while the list is being read may be missing from it.
    const storing = [...unstored.values()]
    const stored = await store.list().catch(() => undefined)
    if (!stored) return
    const messages = [...stored, ...storing, ...unstored.values()].map(
      (message) => [message.clientId, message] as const,
    )
    show([...new Map(messages).values()].filter(({ clientId }) => !removed.has(clientId)))
    tell()
  }

  async function put(message: WaitingMessage) {
    unstored.set(message.clientId, message)
    show([...outbox.messages.filter(({ clientId }) => clientId !== message.clientId), message])
    try {
      await store.put(message)
      if (unstored.get(message.clientId) === message) unstored.delete(message.clientId)
    } catch {}
    tell()
    changed()
  }

  async function remove(clientId: Id) {
    removed.add(clientId)
    unstored.delete(clientId)
    show(outbox.messages.filter((message) => message.clientId !== clientId))
    await store.remove(clientId).catch(() => {})
    tell()
  }

  async function forget() {
    for (const { clientId } of outbox.messages) removed.add(clientId)
    unstored.clear()
    show([])
    await store.clear().catch(() => {})
  }

  function show(messages: WaitingMessage[]) {
    outbox.messages = messages.sort((a, b) => a.writtenAt - b.writtenAt)
    changed()
  }

  /** The loader reads it on the next page; other tabs hear of it at once. */
  function tell() {
    const stored = outbox.messages.filter(({ clientId, failure }) => failure === undefined && !unstored.has(clientId))
    if (stored.length !== (page.visitor.read().unsent ?? 0)) page.visitor.write({ unsent: stored.length })
  }

  return outbox
}
