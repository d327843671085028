import type { ProblemBody } from '#protocol/primitives.ts'
import type { Page } from '../page.ts'

/** The server understood and said no. Anything else that is thrown means that it could not be asked. */
export class Refused extends Error {
  status: number

  constructor({ status, title }: Pick<ProblemBody, 'status' | 'title'>) {
    super(title)
    this.status = status
  }

  /** The same may be accepted later: the server is overloaded, or being repaired. */
  get isPassing() {
    return this.status === 429 || this.status >= 500
  }
}

type Request = { token?: string | undefined; body?: unknown }

const PATIENCE_MS = 20_000

/** Posts the body if there is one, else gets. */
export async function ask<Answer>(page: Page, path: string, { token, body }: Request = {}): Promise<Answer> {
  const response = await fetch(addressOf(page, path), {
    method: body ? 'POST' : 'GET',
    headers: { ...(token && bearer(token)), ...(body ? { 'content-type': 'application/json' } : undefined) },
    body: body ? JSON.stringify(body) : null,
    credentials: 'omit',
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  if (!response.ok) throw new Refused({ status: response.status, title: response.statusText })
  return response.json()
}

export function addressOf({ server, channelKey }: Page, path: string) {
  return `${server}/api/widget/${encodeURIComponent(channelKey)}/${path}`
}

export function bearer(token: string) {
  return { authorization: `Bearer ${token}` }
}
