import type { ProblemBody } from '#protocol/primitives.ts'

/** The server answered, and said what was wrong. */
export class ApiProblem extends Error {
  readonly problem: ProblemBody
  /** From Retry-After; null when the server did not say. */
  readonly retryAfterSeconds: number | null

  constructor(problem: ProblemBody, retryAfterSeconds: number | null = null) {
    super(problem.detail ?? problem.title)
    this.name = 'ApiProblem'
    this.problem = problem
    this.retryAfterSeconds = retryAfterSeconds
  }

  get status(): number {
    return this.problem.status
  }
}

/** The server did not answer: no network, or not in time. */
export class NoAnswer extends Error {
  readonly reason: 'offline' | 'timeout'

  constructor(reason: 'offline' | 'timeout', cause?: unknown) {
    super(reason === 'timeout' ? 'The server took too long to answer.' : 'The server could not be reached.', { cause })
    this.name = 'NoAnswer'
    this.reason = reason
  }
}

export const isSignedOut = (error: unknown) => error instanceof ApiProblem && error.status === 401

/** One or two plain sentences for the person in front of the screen. */
export function explain(error: unknown): string {
  if (error instanceof NoAnswer) {
    return error.reason === 'timeout'
      ? 'The server took too long to answer. Try again.'
      : 'The server could not be reached. Check your connection and try again.'
  }
  if (!(error instanceof ApiProblem)) return 'Something went wrong here. Try again, or reload the page.'
  if (error.status === 429) return `Too many tries. ${waitSentence(error.retryAfterSeconds)}`
  if (error.status >= 500) {
    const { requestId } = error.problem
    return `Something went wrong on the server. Try again.${requestId ? ` (Request ${requestId})` : ''}`
  }
  const { detail, title, errors = [] } = error.problem
  return detail ?? (errors.map(({ field, rule }) => sentence(`${lastPart(field)} ${rule}`)).join(' ') || title)
}

/** What was wrong with which field, by the field's own name (`settings.accent` and `/settings/accent` are `accent`). */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!(error instanceof ApiProblem)) return {}
  return Object.fromEntries((error.problem.errors ?? []).map(({ field, rule }) => [lastPart(field), sentence(rule)]))
}

/** Reads what came instead of the expected body: problem details, better-auth's `{ code, message }`, or neither. */
export function readProblem(status: number, body: unknown): ProblemBody {
  const title = `The server answered ${status}.`
  if (typeof body !== 'object' || body === null) return { type: 'about:blank', title, status }
  if ('title' in body && typeof body.title === 'string')
    return { ...body, type: textOf(body, 'type'), title: body.title, status }
  return {
    type: textOf(body, 'code'),
    title: 'message' in body && typeof body.message === 'string' ? body.message : title,
    status,
  }
}

function textOf(body: object, key: 'type' | 'code'): string {
  const value = key in body ? (body as Record<string, unknown>)[key] : undefined
  return typeof value === 'string' ? value : 'about:blank'
}

function waitSentence(seconds: number | null): string {
  if (seconds === null) return 'Wait a minute, then try again.'
  if (seconds < 90) return `Try again in ${seconds === 1 ? '1 second' : `${seconds} seconds`}.`
  return `Try again in ${Math.ceil(seconds / 60)} minutes.`
}

const lastPart = (field: string) => field.split(/[./]/).at(-1) ?? field

function sentence(rule: string): string {
  const text = rule.trim()
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`
}
