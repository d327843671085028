import { render } from 'preact'
import { inkOn } from '../../accent.ts'
import type { Chat } from '../chat.ts'
import { attachFiles } from '../loading.ts'
import { Conversation } from './Conversation.tsx'
import { Header } from './Header.tsx'
import { addStyles, part } from './part.tsx'
import { createPhoneFit, isPhone, keepFocusInside } from './phone.ts'
import { createScroll, type Scroll } from './scroll.ts'
import styles from './window.css?inline'

export type Acts = {
  close(): void
  /** The visitor changed what they are writing. */
  typed(text: string): void
  /** The visitor sent something. */
  sent(): void
}

const ThreadList = part(() => import('./ThreadList.tsx'))

type Props = { chat: Chat; acts: Acts; scroll: Scroll; fit(element: HTMLElement | null): void }

/** Puts the window's place into the page; the answer draws the chat as it now stands. */
export function createWindow(root: ShadowRoot, chat: Chat, acts: Acts) {
  addStyles(root, styles)
  const place = document.createElement('div')
  root.append(place)
  const scroll = createScroll(chat)
  const fit = createPhoneFit()
  return () => {
    render(chat.isOpen ? <Window chat={chat} acts={acts} scroll={scroll} fit={fit} /> : null, place)
    scroll.settle(place.querySelector<HTMLElement>('.log'))
  }
}

function Window({ chat, acts, scroll, fit }: Props) {
  const { texts, page, shownId, config } = chat

  function press(event: KeyboardEvent) {
    if (event.key === 'Escape' && !event.isComposing) {
      event.stopPropagation()
      acts.close()
    }
    if (event.key === 'Tab' && isPhone() && event.currentTarget instanceof HTMLElement) {
      keepFocusInside(event.currentTarget, event)
    }
  }

  function drag(event: DragEvent) {
    const { type, dataTransfer, currentTarget, relatedTarget } = event
    if (!dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    if (!shownId) return
    const isInside =
      currentTarget instanceof Node && relatedTarget instanceof Node && currentTarget.contains(relatedTarget)
    chat.isDropping = type === 'dragover' || (type === 'dragleave' && isInside)
    if (type === 'drop') void attachFiles(chat, shownId, [...dataTransfer.files])
    chat.changed()
  }

  return (
    <section
      ref={fit}
      class="window"
      role="dialog"
      aria-label={config?.workspaceName ?? texts.launcher.chat}
      aria-modal={isPhone()}
      lang={page.language}
      tabIndex={-1}
      style={{ '--accent': page.accent, '--on-accent': inkOn(page.accent) }}
      onKeyDown={press}
      onDragOver={drag}
      onDragLeave={drag}
      onDrop={drag}
    >
      {/* The window stands where the page's direction puts it; its words run as their language does. */}
      <div class="inside" dir="ltr">
        <Header chat={chat} close={acts.close} />
        <Trouble chat={chat} />
        {shownId === null ? (
          <ThreadList chat={chat} />
        ) : (
          <Conversation key={shownId} chat={chat} threadId={shownId} acts={acts} scroll={scroll} />
        )}
        {chat.isDropping && <p class="drop">{texts.dropHere}</p>}
      </div>
    </section>
  )
}

function Trouble({ chat: { texts, connection, outbox } }: { chat: Chat }) {
  const warning = outbox.isSafe() ? '' : texts.keepPageOpen
  const trouble = {
    idle: '',
    connecting: '',
    connected: warning,
    lost: `${texts.cannotConnect} ${warning}`,
    unavailable: texts.unavailable,
  }[connection]
  return (
    <p class="trouble" role="status">
      {trouble}
    </p>
  )
}
