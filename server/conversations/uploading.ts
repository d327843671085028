import type { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { Type } from 'typebox'
import { unsupportedMediaType } from '#platform/problems.ts'
import { MAX_ATTACHMENT_BYTES } from '#protocol/primitives.ts'

/** How a file comes in: its bytes are the body, its name is in the address. */
export const UploadQuery = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 1_000, description: 'The file’s name; it is made safe.' }) },
  { additionalProperties: false },
)

export const uploadOptions = { bodyLimit: MAX_ATTACHMENT_BYTES }

/** Hands bodies of type `application/octet-stream` on as they come, without holding them in memory. */
export function takeStreams(app: FastifyInstance): void {
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload))
}

export function streamOf(body: unknown): Readable {
  if (isReadable(body)) return body
  throw unsupportedMediaType({ detail: 'Send the file as application/octet-stream.' })
}

const isReadable = (body: unknown): body is Readable => typeof body === 'object' && body !== null && 'pipe' in body
