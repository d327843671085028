import type { Id } from '#protocol/primitives.ts'
import { alone } from './alone.ts'
import { attachedFiles } from './attached.ts'
import { waitBeforeTry } from './backoff.ts'
import type { Chat } from './chat.ts'
import { newId } from './id.ts'
import { loadFiles } from './loading.ts'
import type { WaitingMessage } from './outbox.ts'
import { refreshThread } from './refreshing.ts'
import { Refused } from './server.ts'
import { renewSession } from './session.ts'
import type { Accepted } from './socket.ts'
import { beginThread, hasGap, withEvent } from './threads.ts'
import { wellFormed } from './visit.ts'

const CONTROL_BUT_WHITESPACE = /[^\P{Cc}\t\n\r]/gu

/** Puts the message and the files chosen for it into the outbox; false when there is nothing to send. */
export function sendMessage(chat: Chat, threadId: Id, written: string): boolean {
  const text = wellFormed(written).replace(CONTROL_BUT_WHITESPACE, '').trim()
  const files = attachedFiles(chat, threadId)
  if (!text && files.length === 0) return false
  const writtenAt = Math.max(Date.now(), (chat.outbox.messages.at(-1)?.writtenAt ?? 0) + 1)
  const { answers } = chat.drafts.get(threadId)
  chat.attached.delete(threadId)
  chat.drafts.clear(threadId)
  chat.notices = []
  chat.firstUnreadId = undefined
  void putAndSend(chat, { clientId: newId(), threadId, text, files, writtenAt, preChat: answers })
  return true
}

export function retryMessage(chat: Chat, message: WaitingMessage) {
  void putAndSend(chat, { ...message, failure: undefined })
}

async function putAndSend(chat: Chat, message: WaitingMessage) {
  const stored = chat.outbox.put(message)
  await sendWaiting(chat)
  await stored
}

/** Sends what waits, oldest first and one after the other, in one tab at a time. */
export async function sendWaiting(chat: Chat) {
  chat.isSendingAgain = true
  if (chat.isSending) return
  chat.isSending = true
  while (chat.isSendingAgain) {
    chat.isSendingAgain = false
    await alone(`${chat.page.name}:outbox`, () => sendAll(chat)).catch((error) => retryLater(chat, error))
  }
  chat.isSending = false
}

async function sendAll(chat: Chat) {
  await chat.outbox.reload()
  for (;;) {
    const message = chat.outbox.messages.find(({ failure }) => failure === undefined)
    if (!message || !chat.socket) return
    await send(chat, message)
    chat.sendFailures = 0
  }
}

/** Throws when there is a point in trying the same later. */
async function send(chat: Chat, message: WaitingMessage) {
  const attachmentIds = message.files.length > 0 ? await (await loadFiles(chat)).uploadAll(chat, message) : []
  if (!attachmentIds || !chat.socket) return
  const { clientId, threadId, text, preChat } = message
  const answer = await chat.socket.send({ clientId, threadId, text, attachmentIds, preChat })
  if (answer.type === 'accepted') return accept(chat, answer, clientId)
  const refusal = new Refused(answer.problem)
  if (refusal.isPassing) throw refusal
  await chat.outbox.put({ ...message, failure: '' })
}

async function accept(chat: Chat, { threadId, revision, message }: Accepted, clientId: Id) {
  const thread = chat.threads.get(threadId) ?? beginThread(threadId, message.sentAt)
  chat.threads.set(threadId, withEvent(thread, { type: 'message.received', threadId, revision, message }))
  chat.page.say({ type: 'sent', threadId })
  if (thread.revision > 0 && hasGap(thread, revision)) void refreshThread(chat, threadId)
  await chat.outbox.remove(clientId)
}

function retryLater(chat: Chat, error: unknown) {
  if (!(error instanceof Refused)) return
  if (error.status === 401) return renewSession(chat)
  chat.sendFailures++
  setTimeout(() => sendWaiting(chat), 1_000 + waitBeforeTry(chat.sendFailures))
}
