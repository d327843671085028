import { ApiProblem, NoAnswer, readProblem } from './problem.ts'

const TIMEOUT_MS = 20_000
const KEEPALIVE_LENGTH = 8_000

type Query = Record<string, string | number | boolean | null | undefined>
type Options = { query?: Query; signal?: AbortSignal }

/**
 * Talks to the server; `path` starts after `/api`. Every method gives the body of the answer.
 * @throws ApiProblem when the server says what is wrong
 * @throws NoAnswer when it does not answer
 */
export const api = {
  get: <Body>(path: string, options?: Options) => request<Body>('GET', path, undefined, options),
  post: <Body = void>(path: string, body?: unknown, options?: Options) =>
    request<Body>('POST', path, body ?? {}, options),
  put: <Body = void>(path: string, body?: unknown, options?: Options) =>
    request<Body>('PUT', path, body ?? {}, options),
  patch: <Body = void>(path: string, body: unknown, options?: Options) => request<Body>('PATCH', path, body, options),
  delete: <Body = void>(path: string, options?: Options) => request<Body>('DELETE', path, undefined, options),
}

async function request<Body>(method: string, path: string, body: unknown, options: Options = {}): Promise<Body> {
  const text = body === undefined ? undefined : JSON.stringify(body)
  const response = await fetch(addressOf(path, options.query), {
    method,
    credentials: 'same-origin',
    headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    body: text,
    // A small change arrives though the page closes meanwhile; browsers refuse it for large ones.
    keepalive: method !== 'GET' && (text?.length ?? 0) < KEEPALIVE_LENGTH,
    signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(options.signal ? [options.signal] : [])]),
  }).catch((cause: unknown) => {
    throw options.signal?.aborted ? cause : new NoAnswer(isTimeout(cause) ? 'timeout' : 'offline', cause)
  })
  const answer = parse(await response.text())
  if (!response.ok)
    throw problemOf(
      response.status,
      answer,
      retryAfterOf((name) => response.headers.get(name)),
    )
  return answer as Body
}

/**
 * Sends a file as it is. Unlike fetch it tells how far it has come.
 * @throws ApiProblem | NoAnswer as the others do
 */
export function upload<Body>(
  path: string,
  file: Blob,
  { query, signal, onProgress }: Options & { onProgress?: (fraction: number) => void } = {},
): Promise<Body> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', addressOf(path, query))
    request.setRequestHeader('accept', 'application/json')
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total ? loaded / total : 0)
    request.onerror = () => reject(new NoAnswer('offline'))
    request.onabort = () => reject(signal?.reason ?? new NoAnswer('offline'))
    request.onload = () => {
      const answer = parse(request.responseText)
      if (request.status < 300) resolve(answer as Body)
      else
        reject(
          problemOf(
            request.status,
            answer,
            retryAfterOf((name) => request.getResponseHeader(name)),
          ),
        )
    }
    signal?.addEventListener('abort', () => request.abort())
    request.send(file)
  })
}

function addressOf(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) search.set(name, String(value))
  }
  return `/api${path}${search.size > 0 ? `?${search}` : ''}`
}

function parse(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function problemOf(status: number, answer: unknown, retryAfterSeconds: number | null): ApiProblem {
  return new ApiProblem(readProblem(status, answer), retryAfterSeconds)
}

/** better-auth has a header of its own for it. */
function retryAfterOf(header: (name: string) => string | null): number | null {
  const seconds = header('retry-after') ?? header('x-retry-after')
  return seconds && /^\d+$/.test(seconds) ? Number(seconds) : null
}

const isTimeout = (cause: unknown) => cause instanceof DOMException && cause.name === 'TimeoutError'
