export type Piece = { type: 'text'; text: string } | { type: 'link'; text: string; href: string }

const address = /https?:\/\/[^\s<>"'`]+/giu

/** Finds the web addresses in what somebody wrote; nothing but http and https ever becomes a link. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = []
  let at = 0
  for (const match of text.matchAll(address)) {
    const shown = withoutTail(match[0])
    const href = URL.canParse(shown) ? new URL(shown) : undefined
    if (!href || !/^https?:$/.test(href.protocol) || href.username || href.password) continue
    if (match.index > at) found.push({ type: 'text', text: text.slice(at, match.index) })
    found.push({ type: 'link', text: shown, href: href.href })
    at = match.index + shown.length
  }
  if (at < text.length) found.push({ type: 'text', text: text.slice(at) })
  return found
}

/** A full stop or bracket behind an address belongs to the sentence, unless the bracket was opened within it. */
function withoutTail(address: string): string {
  let unopened = address.split(')').length - address.split('(').length
  let end = address.length
  while (end > 0) {
    const last = address.charAt(end - 1)
    if (last === ')' && unopened > 0) unopened -= 1
    else if (!'.,;:!?…»”’*_]}'.includes(last)) break
    end -= 1
  }
  return address.slice(0, end)
}
