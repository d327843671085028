import type { AttachmentBody } from '#protocol/conversations.ts'
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
const UPLOAD_PATIENCE_MS = 300_000

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

/** `XMLHttpRequest`, because `fetch` does not tell how much has gone up. `onProgress` gets a share from 0 to 1. */
export function upload(page: Page, token: string, file: Blob, name: string, onProgress: (share: number) => void) {
  return new Promise<AttachmentBody>((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', addressOf(page, `attachments?name=${encodeURIComponent(name)}`))
    for (const [header, value] of Object.entries(bearer(token))) request.setRequestHeader(header, value)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0)
    request.onload = () =>
      request.status < 300
        ? resolve(JSON.parse(request.responseText))
        : reject(new Refused({ status: request.status, title: request.statusText }))
    request.timeout = UPLOAD_PATIENCE_MS
    request.onerror = request.ontimeout = () => reject(new Error('The connection was lost.'))
    request.send(file)
  })
}

function addressOf({ server, channelKey }: Page, path: string) {
  return `${server}/api/widget/${encodeURIComponent(channelKey)}/${path}`
}

function bearer(token: string) {
  return { authorization: `Bearer ${token}` }
}
