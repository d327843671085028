import assert from 'node:assert/strict'
import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import '#platform/http/validation.ts'
import { ProblemBody } from '#protocol/primitives.ts'

/** What came back over HTTP. */
export type Answer = { status: number; headers: Headers; body: unknown }

/** The body of an answer that had to succeed, in the shape that the protocol promises. */
export function expectBody<Schema extends TSchema>({ status, body }: Answer, schema: Schema): Static<Schema> {
  assert.ok(status < 300, `${status} ${JSON.stringify(body)}`)
  if (Value.Check(schema, body)) return body
  const [error] = Value.Errors(schema, body)
  throw new Error(`Not as the protocol says: ${error?.instancePath} ${error?.message} in ${JSON.stringify(body)}`)
}

/** An answer that had to be this problem; its body, for more questions. */
export function expectProblem(answer: Answer, status: number, name: string): ProblemBody {
  const shown = `${answer.status} ${JSON.stringify(answer.body)}`
  assert.equal(answer.status, status, shown)
  assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/)
  if (!Value.Check(ProblemBody, answer.body)) throw new Error(`Not a problem: ${shown}`)
  assert.equal(answer.body.type, `/problems/${name}`, shown)
  return answer.body
}

/** Asks as any program would: JSON goes out as JSON, bytes as they are. */
export async function ask(
  method: string,
  url: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<Answer> {
  const isFile = body instanceof Uint8Array || body instanceof ReadableStream
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: {
      ...(body === undefined ? {} : { 'content-type': isFile ? 'application/octet-stream' : 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isFile ? body : JSON.stringify(body), duplex: 'half' }),
  })
  const type = response.headers.get('content-type') ?? ''
  const bytes = Buffer.from(await response.arrayBuffer())
  const content = type.includes('json') && bytes.length > 0 ? JSON.parse(bytes.toString()) : bytes
  return { status: response.status, headers: response.headers, body: content }
}
