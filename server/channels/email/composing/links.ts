export type Piece = { type: 'text'; text: string } | { type: 'link'; text: string; href: string }

const ADDRESS = /https?:\/\/[^\s<>"'`]+/giu
const TAIL = /[.,;:!?…»”’*_\]}]$/u

/** Finds the web addresses in what somebody wrote; nothing but http and https ever becomes a link. */
export function findLinks(text: string): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const match of text.matchAll(ADDRESS)) {
    const shown = withoutTail(match[0])
    const href = URL.canParse(shown) ? new URL(shown) : undefined
    // A name before the host pretends to be the host.
    if (!href || href.username || href.password) continue
    pieces.push({ type: 'text', text: text.slice(at, match.index) }, { type: 'link', text: shown, href: href.href })
    at = match.index + shown.length
  }
  pieces.push({ type: 'text', text: text.slice(at) })
  return pieces.filter((piece) => piece.text !== '')
}

/** A full stop or bracket behind an address belongs to the sentence, unless the bracket was opened within it. */
function withoutTail(address: string): string {
  let shown = address
  let unopened = shown.split(')').length - shown.split('(').length
  for (;;) {
    if (shown.endsWith(')') && unopened > 0) unopened -= 1
    else if (!TAIL.test(shown)) return shown
    shown = shown.slice(0, -1)
  }
}
