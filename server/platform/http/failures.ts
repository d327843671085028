import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { isDatabaseAway } from '#platform/database/away.ts'
import {
  headersTooLarge,
  invalidInput,
  Problem,
  tooLarge,
  tooManyRequests,
  tooSlow,
  unavailable,
  unexpected,
  unsupportedMediaType,
} from '#platform/problems.ts'
import { describeValidation } from './validation.ts'

/** The one place where errors become answers. Problems we expect are told; everything else is a bug: logged, answered 500. */
export function answerProblem(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = error instanceof Problem ? error : request.raw.readableAborted ? cutOff() : recognise(error)
  if (problem.definition.status >= 500) request.log.error({ err: error, requestId: request.id }, problem.message)
  if (!request.raw.complete) letTheRestFall(request, reply)
  return reply
    .code(problem.definition.status)
    .headers(problem.details.headers ?? {})
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problem.toBody(request.id))
}

/** Who is told off while they still send hears of it only when they have sent all; a line that nobody reads stays open. */
function letTheRestFall({ raw }: FastifyRequest, reply: FastifyReply): void {
  reply.removeHeader('connection')
  raw.resume()
}

/** What is no HTTP, or does not come to an end, never becomes a request; it is answered here. */
export function answerNoRequest({ code }: NodeJS.ErrnoException, socket: Socket): void {
  if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const problem =
    code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? tooSlow()
      : code === 'HPE_HEADER_OVERFLOW'
        ? headersTooLarge()
        : invalidInput({ detail: 'This is not HTTP as we understand it.' })
  const { status } = problem.definition
  const body = JSON.stringify(problem.toBody())
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}

/** Nobody will read it; but it is no fault of ours. */
const cutOff = () => invalidInput({ detail: 'The request ended before all of it had come.' })

const addressRules: Record<string, string> = {
  FST_ERR_BAD_URL: 'must be a valid, percent-encoded address',
  FST_ERR_MAX_PARAM_LENGTH: 'must not hold anything longer than 200 characters',
}

function recognise(error: FastifyError): Problem {
  const addressRule = addressRules[error.code]
  if (addressRule) return invalidInput({ errors: [{ field: 'path', rule: addressRule }] })
  if (error.validation) return invalidInput({ errors: describeValidation(error) })
  if (error.statusCode === 413) return tooLarge({ detail: error.message })
  if (error.statusCode === 415) return unsupportedMediaType()
  if (error.statusCode === 429) return tooManyRequests()
  if (error.statusCode && error.statusCode < 500) return invalidInput({ detail: error.message })
  if (isDatabaseAway(error)) return unavailable()
  return unexpected()
}
