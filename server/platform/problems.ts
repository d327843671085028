import type { ProblemBody } from '#protocol/primitives.ts'

type Definition = {
  type: `/problems/${string}`
  status: number
  title: string /** What the reader can do. */
  help: string
}
type Details = { detail?: string; errors?: ProblemBody['errors']; headers?: Record<string, string> }

/** Something expected that went wrong, answered as RFC 9457 `application/problem+json`. */
export class Problem extends Error {
  readonly definition: Definition
  readonly details: Details

  constructor(definition: Definition, details: Details) {
    super(details.detail ?? definition.title)
    this.definition = definition
    this.details = details
  }

  toBody(requestId?: string): ProblemBody {
    const { type, title, status } = this.definition
    const { detail, errors } = this.details
    return { type, title, status, detail, errors, requestId }
  }
}

const defined = new Map<string, Definition>()

/** Every problem that this server can answer, for the API documentation. */
export const listProblems = (): Definition[] => [...defined.values()]

export function defineProblem(definition: Definition) {
  defined.set(definition.type, definition)
  return (details: Details = {}) => new Problem(definition, details)
}

export const invalidInput = defineProblem({
  type: '/problems/invalid-input',
  status: 400,
  title: 'The request is not valid',
  help: 'Each entry of `errors` names a field and the rule it breaks. Correct them and send again.',
})
export const notSignedIn = defineProblem({
  type: '/problems/not-signed-in',
  status: 401,
  title: 'Not signed in',
  help: 'Sign in, or send an API key as `Authorization: Bearer …`.',
})
export const notAllowed = defineProblem({
  type: '/problems/not-allowed',
  status: 403,
  title: 'Not allowed',
  help: 'Your role does not allow this; ask an owner or admin of the workspace.',
})
export const notFound = defineProblem({
  type: '/problems/not-found',
  status: 404,
  title: 'Not found',
  help: 'It does not exist, or you may not see it.',
})
export const tooSlow = defineProblem({
  type: '/problems/too-slow',
  status: 408,
  title: 'The request did not arrive in time',
  help: 'Send it again, all of it within a minute.',
})
export const headersTooLarge = defineProblem({
  type: '/problems/headers-too-large',
  status: 431,
  title: 'Address and headers are too large',
  help: 'Together they may have 16 KiB. Send what is long in the body, and fewer cookies.',
})
export const tooLarge = defineProblem({
  type: '/problems/too-large',
  status: 413,
  title: 'Too large',
  help: 'Send less; `detail` says how much is allowed.',
})
export const unsupportedMediaType = defineProblem({
  type: '/problems/unsupported-media-type',
  status: 415,
  title: 'Unsupported media type',
  help: 'Send JSON as `application/json`, files as `application/octet-stream`.',
})
export const tooManyRequests = defineProblem({
  type: '/problems/too-many-requests',
  status: 429,
  title: 'Too many requests',
  help: 'Wait for the seconds in the `Retry-After` header, then go on more slowly.',
})
export const unexpected = defineProblem({
  type: '/problems/unexpected',
  status: 500,
  title: 'Something went wrong on our side',
  help: 'Try again; if it stays, tell the operator the `requestId`, which finds it in the logs.',
})
export const unavailable = defineProblem({
  type: '/problems/unavailable',
  status: 503,
  title: 'Not available right now',
  help: 'The database cannot be reached or the server is going down. Try again in a few seconds.',
})
