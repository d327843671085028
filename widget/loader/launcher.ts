import { inkOn } from '../accent.ts'
import type { Launcher } from '../page.ts'
import type { LauncherTexts } from '../panel/texts/texts.ts'
import styles from './launcher.css?inline'

/**
 * What must hold whatever the page's style sheets say: importance in a style attribute wins over any of theirs. `all`
 * leaves `direction` alone, so `inset-inline-end` is the left corner on a right-to-left page.
 */
const FIRMLY =
  'all:initial!important;display:block!important;position:fixed!important;z-index:2147483000!important;' +
  'inset-block-end:0!important;inset-inline-end:0!important;color-scheme:light dark!important'

const BUBBLE =
  'M2.992 16.342a2 2 0 0 1 .094 1.167l-1.065 3.29a1 1 0 0 0 1.236 1.168l3.413-.998a2 2 0 0 1 1.099.092 10 10 0 1 0-4.777-4.719'

type Handlers = { touched(): unknown; pressed(): unknown }

/** Draws the launcher beside the page's body, where neither a transformed nor a replaced body carries it off. */
export function drawLauncher(texts: LauncherTexts, accent: string, { touched, pressed }: Handlers): Launcher {
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
  button.append(badge)

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

  showUnread(0)
  paint(accent)
  document.documentElement.append(host)

  return {
    root,
    showUnread,
    paint,
    showNote: (text = '') => {
      note.textContent = text
    },
    hide: (isHidden) => {
      button.hidden = isHidden
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
