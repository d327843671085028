import type { FastifyInstance } from 'fastify'
import { invalidInput } from '#platform/problems.ts'

/**
 * Reads JSON bodies. PostgreSQL cannot store NUL and nobody can read lone surrogates, so both are refused here, once
 * for all routes, keys included.
 */
export function parseJsonBodies(app: FastifyInstance): void {
  app.removeContentTypeParser(['application/json', 'text/plain'])
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    const text = body.toString()
    if (text === '') return done(null, undefined)
    try {
      const value: unknown = JSON.parse(text)
      refusePollution(text)
      if (mayHoldUnreadable(text)) refuseUnreadable(value)
      done(null, value)
    } catch (error) {
      done(
        error instanceof SyntaxError
          ? invalidInput({ errors: [{ field: 'body', rule: 'must be JSON' }] })
          : asError(error),
        undefined,
      )
    }
  })
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))

function refusePollution(text: string): void {
  if (!text.includes('__proto__') && !text.includes('\\u')) return
  JSON.parse(text, (key, value: unknown) => {
    if (key === '__proto__') throw invalidInput({ errors: [{ field: 'body.__proto__', rule: 'is not known here' }] })
    return value
  })
}

const mayHoldUnreadable = (text: string): boolean => /\\u(0000|d[89a-f])/i.test(text) || !text.isWellFormed()

function refuseUnreadable(root: unknown): void {
  const waiting: { at: string; value: unknown }[] = [{ at: 'body', value: root }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { at, value } = next
    if (typeof value === 'string') refuseUnreadableText(at, value)
    if (typeof value !== 'object' || value === null) continue
    for (const [key, inner] of Object.entries(value)) {
      refuseUnreadableText(`${at} (a key)`, key)
      waiting.push({ at: `${at}.${key}`.slice(0, 200), value: inner })
    }
  }
}

function refuseUnreadableText(field: string, text: string): void {
  if (text.isWellFormed() && !text.includes('\0')) return
  throw invalidInput({ errors: [{ field, rule: 'must be well-formed text without NUL characters' }] })
}
