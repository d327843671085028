import { inkOn } from '../accent.ts'
import type { Launcher, Look } from '../page.ts'
import type { LauncherTexts } from '../panel/texts/texts.ts'
import { findRise, watchPage } from './keeping-clear.ts'
import styles from './launcher.css?inline'

/**
 * What must hold whatever the page's style sheets say: importance in a style attribute wins over any of theirs. `all`
 * leaves `direction` alone, so `inset-inline-end` is the left corner on a right-to-left page.
 */
const FIRMLY =
  'all:initial!important;display:block!important;position:fixed!important;z-index:2147483000!important;' +
  'inset-block-end:0!important;inset-inline-end:0!important;color-scheme:light dark!important'

const BUBBLE = 'M7.9 20A9 9 0 1 0 4 16.1L2 22Z'

const WRITTEN_INTO = 'input,textarea,[contenteditable]'

type Handlers = { touched(): unknown; pressed(): unknown }

/** Draws the launcher beside the page's body, where neither a transformed nor a replaced body carries it off. */
export function drawLauncher(
  texts: LauncherTexts,
  accent: string,
  look: Look,
  { touched, pressed }: Handlers,
): Launcher {
  const host = document.createElement('infolett-chat')
  host.style.cssText = FIRMLY
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(styles)
  root.adoptedStyleSheets = [sheet]

  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'launcher'
  button.setAttribute('aria-haspopup', 'dialog')
  button.append(drawBubble())
  for (const touch of ['pointerenter', 'touchstart', 'focus'])
    button.addEventListener(touch, touched, { passive: true })
  button.addEventListener('click', pressed)

  const badge = document.createElement('span')
  badge.className = 'badge'
  const words = document.createElement('span')
  button.append(words, badge)

  const note = document.createElement('p')
  note.className = 'note'
  note.setAttribute('role', 'status')
  root.append(note, button)

  function showUnread(count: number) {
    badge.textContent = count ? String(Math.min(count, 99)) : ''
    button.setAttribute('aria-label', count ? `${texts.chat}, ${texts.unread} ${count}` : texts.chat)
  }

  function paint(colour: string) {
    button.style.background = colour
    button.style.color = inkOn(colour)
  }

  function place({ side, x, y, label }: Look) {
    const set = (name: string, value: string) => host.style.setProperty(name, value, 'important')
    if (side) set('direction', side === 'left' ? 'rtl' : 'ltr')
    if (x) set('--infolett-x', `${x}px`)
    if (y) set('--infolett-y', `${y}px`)
    words.textContent = label ?? ''
  }

  /** Out of the way of what the page wants pressed, and of what a phone's keyboard writes. Whoever has reached it keeps it. */
  function standAside() {
    const focused = document.activeElement
    if (button.hidden || focused === host) return
    button.style.transform = ''
    const isKeyboardUp = matchMedia('(pointer:coarse)').matches && focused?.matches(WRITTEN_INTO)
    const rise = isKeyboardUp ? undefined : findRise(host, button.getBoundingClientRect())
    button.style.visibility = rise === undefined ? 'hidden' : ''
    button.style.transform = `translateY(-${rise}px)`
  }

  showUnread(0)
  paint(accent)
  place(look)
  document.documentElement.append(host)
  button.style.visibility = 'hidden'
  watchPage(standAside)

  return {
    root,
    showUnread,
    paint,
    place,
    showNote: (text = '') => {
      note.textContent = text
    },
    hide: (isHidden) => {
      button.hidden = isHidden
      standAside()
    },
    focus: () => button.focus(),
  }
}

function drawBubble() {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS(svg.namespaceURI, 'path')
  path.setAttribute('d', BUBBLE)
  svg.append(path)
  return svg
}
