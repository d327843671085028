/** `https://shop.example`, with a port where there is one; the form that the server takes. */
const ORIGIN = /^https?:\/\/[A-Za-z0-9.-]+(:[0-9]{1,5})?$/

/** One page origin a line, as people write or paste them: `shop.example/cart` is `https://shop.example`. */
export function readOrigins(text: string): string[] {
  const lines = text
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter(Boolean)
  return [...new Set(lines.map((line) => originOf(line) ?? line))]
}

/** A sentence about the first line that names no page, else null. */
export function checkOrigins(text: string): string | null {
  const wrong = readOrigins(text).find((origin) => !ORIGIN.test(origin))
  return wrong ? `“${wrong}” is not the address of a page. Write it like https://shop.example` : null
}

function originOf(line: string): string | undefined {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(line) ? line : `https://${line}`)
  return url && ORIGIN.test(url.origin) ? url.origin : undefined
}
