/** A parser looks through all open elements at each new one: 100,000 of them would take it minutes. */
const MAX_OPEN = 400
/** These are closed by what follows them, so nobody closes them. */
const CLOSED_BY_OTHERS = new Set(
  'p li td th tr dt dd option tbody thead tfoot br img hr input meta link col area base wbr colgroup source embed param'.split(
    ' ',
  ),
)

/** Leaves out the opening tags of elements that are open too deep inside others. What is in them stays. */
export function flatten(html: string): string {
  if (html.length < MAX_OPEN * 3) return html
  let open = 0
  return html.replace(/<(\/?)([a-z][a-z0-9]*)[^<>]*>?/gi, (tag, slash, name) => {
    if (CLOSED_BY_OTHERS.has(name.toLowerCase())) return tag
    if (slash) open = Math.max(0, open - 1)
    else if (open < MAX_OPEN) open++
    else return ''
    return tag
  })
}
