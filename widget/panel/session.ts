import type { WidgetSessionBody, WidgetSessionRequest } from '#protocol/widget.ts'
import { alone } from './alone.ts'
import { type Chat, forgetVisitor, listThreads } from './chat.ts'
import { ask, Refused } from './server.ts'
import { withBody } from './threads.ts'

/**
 * Begins or renews the visitor's session. One tab at a time, so that two tabs become one visitor and not two. No token
 * comes of it when the visitor was identified anew meanwhile.
 */
export async function beginSession(chat: Chat) {
  const { page } = chat
  await alone(`${page.name}:session`, async () => {
    const { token, isIdentified } = page.visitor.read()
    const { identity } = page
    const asking = askSession(chat, { token, identity, language: page.language })
    const [session] = await Promise.all([asking, chat.outbox.reload()])
    const isOutdated = page.identity !== identity && page.identity !== undefined
    if (isOutdated) return
    if (session.isNew && token) await forgetVisitor(chat)
    page.visitor.write({
      token: session.token,
      isIdentified: page.identity !== undefined || (isIdentified && !session.isNew),
      accent: session.config.accent ?? undefined,
      look: session.config.look,
    })
    page.accent = session.config.accent ?? page.accent
    page.launcher.paint(page.accent)
    page.launcher.place(session.config.look)
    take(chat, session)
  })
}

/**
 * An identity that the server does not accept is dropped: the visitor can still ask, unidentified. Who was identified
 * before may be somebody else, and is not shown to this one.
 */
async function askSession(chat: Chat, request: WidgetSessionRequest): Promise<WidgetSessionBody> {
  try {
    return await ask(chat.page, 'session', { body: request })
  } catch (error) {
    if (!request.identity || !(error instanceof Refused) || error.isPassing) throw error
    chat.page.identity = undefined
    const token = chat.page.visitor.read().isIdentified ? undefined : request.token
    return ask(chat.page, 'session', { body: { language: request.language, token } })
  }
}

/** The token is no longer good: the connection begins anew. */
export function renewSession(chat: Chat) {
  chat.token = undefined
  chat.socket?.close()
}

function take(chat: Chat, { token, config, customer, team, threads }: WidgetSessionBody) {
  const isFirst = chat.token === undefined
  chat.token = token
  chat.config = config
  chat.customer = customer
  chat.team = team
  for (const body of threads) chat.threads.set(body.id, withBody(chat.threads.get(body.id), body))
  if (isFirst) chooseThread(chat)
  chat.changed()
}

/** What a visitor most likely comes for: what they had begun to write, an answer they have not read, the open matter. */
function chooseThread(chat: Chat) {
  const threads = listThreads(chat)
  const { shownId } = chat
  if (shownId && hasBegun(chat, shownId)) return
  // Tabs opened at the same moment may each have begun a thread of their own: the later one is for both.
  if (threads.length === 0) {
    chat.shownId = chat.drafts.newThreadId(() => false)
    return
  }
  const isOpen = (id: string | null) => threads.some((thread) => thread.id === id && !thread.isClosed)
  const unread = threads.find(({ unreadCount }) => unreadCount > 0)
  if (unread) chat.shownId = unread.id
  else if (!isOpen(shownId)) {
    const open = threads.find(({ isClosed }) => !isClosed)
    chat.shownId = open?.id ?? (threads.length === 1 ? (threads[0]?.id ?? null) : null)
  }
}

function hasBegun(chat: Chat, threadId: string) {
  const draft = chat.drafts.get(threadId)
  const isWaiting = chat.outbox.messages.some((message) => message.threadId === threadId)
  return draft.text !== '' || draft.attachments.length > 0 || isWaiting || chat.attached.has(threadId)
}
