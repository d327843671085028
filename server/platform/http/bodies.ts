import type { FastifyInstance } from 'fastify'
import { invalidInput } from '#platform/problems.ts'

/** Nothing of ours is nested a tenth of this; what writes it again would run out of stack at thousands. */
const MOST_DEPTH = 100

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads JSON bodies. PostgreSQL cannot store NUL and nobody can read lone surrogates or bytes that are no UTF-8, so all
 * are refused here, once for all routes, keys included.
 */
export function parseJsonBodies(app: FastifyInstance): void {
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    if (body.length === 0) return done(null, undefined)
    const parsed = parse(Buffer.from(body))
    if ('fault' in parsed) return done(invalidInput({ errors: [{ field: 'body', rule: parsed.fault }] }), undefined)
    const { text, value } = parsed
    const refused = mayBeRefused(text) ? findRefused(value) : undefined
    if (refused) done(invalidInput({ errors: [refused] }), undefined)
    else done(null, value)
  })
}

function parse(body: Buffer): { text: string; value: unknown } | { fault: string } {
  let text: string
  try {
    text = utf8.decode(body)
  } catch {
    return { fault: 'must be UTF-8' }
  }
  try {
    const value: unknown = JSON.parse(text)
    return { text, value }
  } catch {
    return { fault: 'must be JSON' }
  }
}

/** Escapes may write anything, `__proto__` too. */
const mayBeRefused = (text: string): boolean =>
  text.includes('\\u') || text.includes('__proto__') || text.split(/[[{]/, MOST_DEPTH + 2).length > MOST_DEPTH

/** Walks without calling itself: a body may be nested deeper than the stack. */
function findRefused(root: unknown): { field: string; rule: string } | undefined {
  const waiting: { field: string; value: unknown; depth: number }[] = [{ field: 'body', value: root, depth: 0 }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { field, value, depth } = next
    if (typeof value === 'string' && !isReadable(value))
      return { field, rule: 'must be well-formed text without NUL characters' }
    if (typeof value !== 'object' || value === null) continue
    if (depth >= MOST_DEPTH) return { field, rule: `must not be nested deeper than ${MOST_DEPTH}` }
    for (const [key, inner] of Object.entries(value)) {
      if (!isReadable(key)) return { field, rule: 'must have names of well-formed text without NUL characters' }
      const place = `${field}.${key}`.slice(0, 200)
      if (key === '__proto__') return { field: place, rule: 'is not known here' }
      waiting.push({ field: place, value: inner, depth: depth + 1 })
    }
  }
  return undefined
}

const isReadable = (text: string): boolean => text.isWellFormed() && !text.includes('\0')
