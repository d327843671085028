import type { Page, Panel } from '../page.ts'
import { createChat, forgetVisitor, listThreads, startAfresh } from './chat.ts'
import { createConnection } from './connecting.ts'
import { acknowledge } from './reading.ts'
import { sendWaiting } from './sending.ts'
import { renewSession } from './session.ts'
import { createPageTeller } from './telling.ts'
import type { Texts } from './texts/texts.ts'
import { createTypingTeller } from './typing.ts'
import { createWindow } from './window/Window.tsx'

/** Makes a chat on the page. It does nothing until it is opened, or asked to send what waits. */
export function startPanel(page: Page, texts: Texts): Panel {
  const chat = createChat(page, texts, changed)
  const connection = createConnection(chat)
  const typing = createTypingTeller(chat)
  const tellPage = createPageTeller(chat)
  const draw = createWindow(page.launcher.root, chat, { close, typed: typing.typed, sent })
  let isChanged = false
  let opener: Element | null = null

  function changed() {
    if (isChanged) return
    isChanged = true
    queueMicrotask(() => {
      isChanged = false
      if (chat.token) tellPage()
      draw()
    })
  }

  function open() {
    if (chat.isOpen) return
    opener = document.activeElement
    chat.isOpen = true
    page.launcher.hide(true)
    connect()
    if (chat.shownId) acknowledge(chat, chat.shownId)
    changed()
    page.say({ type: 'opened' })
  }

  function close() {
    if (!chat.isOpen) return
    chat.isOpen = false
    chat.firstUnreadId = undefined
    typing.stop()
    chat.drafts.save()
    page.launcher.hide(false)
    giveFocusBack()
    if (listThreads(chat).length === 0) connection.stop()
    changed()
    page.say({ type: 'closed' })
  }

  function giveFocusBack() {
    const isOurs = !opener || opener === document.body || opener === page.launcher.root.host
    if (opener instanceof HTMLElement && !isOurs && opener.isConnected) opener.focus()
    else page.launcher.focus()
  }

  function sent() {
    typing.stop()
    connection.tellVisit()
    connection.start()
  }

  function connect() {
    void chat.outbox.reload()
    connection.start()
  }

  function identify() {
    if (chat.token) renewSession(chat)
  }

  async function logout() {
    page.visitor.forget()
    await forgetVisitor(chat)
    renewSession(chat)
    if (!chat.isOpen) connection.stop()
  }

  function changeContext() {
    connection.tellVisit()
  }

  /**
   * Another tab wrote something, or made somebody else of the visitor. If that tab ends before it has sent what it
   * wrote, this one does: it stands in line for the outbox.
   */
  function hearOtherTab() {
    if (!chat.token) return
    if (page.visitor.read().token === chat.token) return void sendWaiting(chat)
    startAfresh(chat)
    renewSession(chat)
    void chat.outbox.reload()
  }

  addEventListener('storage', ({ key }) => {
    if (key === page.name || key === null) hearOtherTab()
    changed()
  })
  document.addEventListener('visibilitychange', () => {
    if (chat.shownId) acknowledge(chat, chat.shownId)
    chat.drafts.save()
    changed()
  })
  // A page with an open connection is not kept for the way back.
  let wasWanted = false
  addEventListener('pagehide', () => {
    wasWanted = connection.isWanted()
    chat.drafts.save()
    connection.stop()
  })
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted || !wasWanted) return
    hearOtherTab()
    connection.start()
  })
  addEventListener('popstate', connection.tellVisit)
  const keep = (event: Event) => (chat.caught?.length ?? 20) < 20 && chat.caught?.push(event)
  addEventListener('error', keep)
  addEventListener('unhandledrejection', keep)

  return { open, close, connect, identify, logout, changeContext }
}
