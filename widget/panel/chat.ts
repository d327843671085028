import type { Id } from '#protocol/primitives.ts'
import type { PublicPromiseBody } from '#protocol/promises.ts'
import type { WidgetConfigBody, WidgetSessionBody } from '#protocol/widget.ts'
import type { Page } from '../page.ts'
import { type Drafts, openDrafts } from './drafts.ts'
import { type Outbox, openOutbox, type WaitingFile } from './outbox.ts'
import type { Socket } from './socket.ts'
import type { MoreTexts, Texts } from './texts/texts.ts'
import { beginThread, type Thread } from './threads.ts'
import type { Uploads } from './uploading.ts'

/** Everything a chat window knows. Its parts change it and then say `changed()`. */
export type Chat = {
  page: Page
  texts: Texts
  /** With the first part that needs them. */
  more: MoreTexts | undefined
  /** How times and numbers are written. */
  locale: string
  isOpen: boolean
  /** lost: a try failed and another will come; unavailable: there is no use in trying. */
  connection: 'idle' | 'connecting' | 'connected' | 'lost' | 'unavailable'
  socket: Socket | undefined
  /** The visitor token of this session; undefined until a session has begun. */
  token: string | undefined
  config: WidgetConfigBody | undefined
  team: WidgetSessionBody['team'] | undefined
  customer: WidgetSessionBody['customer'] | undefined
  /** What the shop promises at this moment; undefined while nobody can say. */
  promise: PublicPromiseBody | undefined
  threads: Map<Id, Thread>
  /** The thread on screen; null: the list of them. */
  shownId: Id | null
  /** The first message of the shown thread that was unread when the visitor came to it. */
  firstUnreadId: Id | undefined
  /** Who of the team types, by thread. */
  typing: Map<Id, { name: string; timer: ReturnType<typeof setTimeout> }>
  /** Threads whose messages could not be loaded. */
  failedLoads: Set<Id>
  /** Threads that are being read; true: to be read once more, something happened meanwhile. */
  refreshing: Map<Id, boolean>
  isLoadingEarlier: boolean
  isSending: boolean
  /** Something came into the outbox meanwhile. */
  isSendingAgain: boolean
  sendFailures: number
  /** What the server was told last to be received or read, by thread. */
  acknowledged: Map<string, Id>
  outbox: Outbox
  drafts: Drafts
  /** Files chosen for the next message, by thread. */
  attached: Map<Id, WaitingFile[]>
  uploads: Uploads
  /** What is wrong with a file that the visitor wanted to attach. */
  notices: string[]
  /** What went wrong on the page before somebody wanted to know; undefined: it is told as it comes. */
  caught: Event[] | undefined
  /** Tells the team what went wrong and was not told yet. */
  tellTrouble: (() => void) | undefined
  /** Files are being held over the window. */
  isDropping: boolean
  changed(): void
}

export function createChat(page: Page, texts: Texts, changed: () => void): Chat {
  const drafts = openDrafts(page.name)
  return {
    page,
    texts,
    more: undefined,
    locale: navigator.languages.find((tag) => tag.startsWith(`${page.language}-`)) ?? texts.locale,
    isOpen: false,
    connection: 'idle',
    socket: undefined,
    token: undefined,
    config: undefined,
    team: undefined,
    customer: undefined,
    promise: undefined,
    threads: new Map(),
    shownId: drafts.shownId(),
    firstUnreadId: undefined,
    typing: new Map(),
    failedLoads: new Set(),
    refreshing: new Map(),
    isLoadingEarlier: false,
    isSending: false,
    isSendingAgain: false,
    sendFailures: 0,
    acknowledged: new Map(),
    outbox: openOutbox(page, changed),
    drafts,
    attached: new Map(),
    uploads: { begun: new Map(), shares: new Map(), pictures: new Map() },
    notices: [],
    caught: [],
    tellTrouble: undefined,
    isDropping: false,
    changed,
  }
}

/** Newest first; also those that so far exist only in this browser. */
export function listThreads(chat: Chat): Thread[] {
  const unsent = chat.outbox.messages.map(({ threadId, writtenAt }) =>
    beginThread(threadId, new Date(writtenAt).toISOString()),
  )
  const threads = new Map([...unsent, ...chat.threads.values()].map((thread) => [thread.id, thread]))
  return [...threads.values()].sort((a, b) => (newestTime(a) < newestTime(b) ? 1 : -1))
}

export function newestTime({ lastMessage, createdAt }: Thread): string {
  return lastMessage?.sentAt ?? createdAt
}

export function shownThread(chat: Chat): Thread | undefined {
  return chat.shownId ? chat.threads.get(chat.shownId) : undefined
}

/** The visitor sees this thread at this moment. */
export function isWatched(chat: Chat, threadId: Id): boolean {
  return chat.isOpen && chat.shownId === threadId && document.visibilityState === 'visible'
}

/** Nothing of the former visitor stays, neither here nor in this browser. */
export async function forgetVisitor(chat: Chat) {
  chat.drafts.forget()
  await chat.outbox.forget()
  startAfresh(chat)
}

/** Nothing of the former visitor stays here; what another tab has kept for the new one is taken. */
export function startAfresh(chat: Chat) {
  for (const map of [chat.threads, chat.typing, chat.attached, chat.acknowledged, chat.failedLoads]) map.clear()
  chat.token = undefined
  chat.notices = []
  chat.firstUnreadId = undefined
  chat.shownId = chat.drafts.shownId()
  chat.changed()
}
