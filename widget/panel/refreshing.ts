import type { Id } from '#protocol/primitives.ts'
import type { WidgetTimelineBody } from '#protocol/widget.ts'
import type { Chat } from './chat.ts'
import { acknowledge } from './reading.ts'
import { ask, Refused } from './server.ts'
import { renewSession } from './session.ts'
import { beginThread, withEarlier, withTimeline } from './threads.ts'

const PAGE = 50

/**
 * Reads the newest page of a thread. Asked for again meanwhile, it reads once more: what is asked for after an event
 * must have been read after it.
 */
export async function refreshThread(chat: Chat, threadId: Id) {
  const isRunning = chat.refreshing.has(threadId)
  chat.refreshing.set(threadId, true)
  if (isRunning) return
  try {
    while (chat.refreshing.get(threadId)) await readNewest(chat, threadId)
    chat.failedLoads.delete(threadId)
  } catch (error) {
    fail(chat, threadId, error)
  }
  chat.refreshing.delete(threadId)
  chat.changed()
}

async function readNewest(chat: Chat, threadId: Id) {
  const { token } = chat
  const before = chat.threads.get(threadId)
  chat.refreshing.set(threadId, false)
  const timeline = await ask<WidgetTimelineBody>(chat.page, `threads/${threadId}?limit=${PAGE}`, { token })
  if (token !== chat.token) return
  const thread = chat.threads.get(threadId) ?? beginThread(threadId, timeline.thread.createdAt)
  if (before && thread.revision > before.revision && thread.revision > timeline.thread.revision) {
    chat.refreshing.set(threadId, true)
  }
  chat.threads.set(threadId, withTimeline(thread, timeline))
  acknowledge(chat, threadId)
}

function fail(chat: Chat, threadId: Id, error: unknown) {
  chat.failedLoads.add(threadId)
  if (!(error instanceof Refused)) return
  if (error.status === 401) renewSession(chat)
  if (error.status === 404) chat.threads.delete(threadId)
}

/** The page of messages before those that are loaded. */
export async function loadEarlier(chat: Chat, threadId: Id) {
  const oldest = chat.threads.get(threadId)?.messages[0]
  if (!oldest || chat.isLoadingEarlier) return
  chat.isLoadingEarlier = true
  chat.changed()
  try {
    const path = `threads/${threadId}?before=${oldest.id}&limit=${PAGE}`
    const timeline = await ask<WidgetTimelineBody>(chat.page, path, { token: chat.token })
    const thread = chat.threads.get(threadId)
    if (thread?.messages[0]?.id === oldest.id) chat.threads.set(threadId, withEarlier(thread, timeline))
  } catch {
    // Scrolling up asks again.
  }
  chat.changed()
  // After they have been drawn: a log that is being listened to would read them out.
  setTimeout(() => {
    chat.isLoadingEarlier = false
    chat.changed()
  }, 100)
}
