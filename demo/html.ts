/** Markup that is known to be safe; only `html` makes it. */
export type Html = { readonly [safe]: string }
type Part = Html | string | number | false | null | undefined | readonly Part[]

const safe = Symbol('safe markup')

/**
 * Puts values into markup. Text is escaped, so it may stand in elements and in quoted attributes; other `html` goes
 * in as it is, lists are joined, and `false`, `null` and `undefined` leave nothing.
 */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  const markup = strings.reduce((done, string, index) => done + toMarkup(parts[index - 1]) + string)
  return { [safe]: markup }
}

export function toMarkup(part: Part): string {
  if (part === false || part === null || part === undefined) return ''
  if (typeof part === 'string' || typeof part === 'number') return escapeText(String(part))
  if (safe in part) return part[safe]
  return part.map(toMarkup).join('')
}

function escapeText(text: string) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
