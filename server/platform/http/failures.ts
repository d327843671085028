import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { isDatabaseAway } from '#platform/database/away.ts'
import {
  invalidInput,
  Problem,
  tooLarge,
  tooManyRequests,
  unavailable,
  unexpected,
  unsupportedMediaType,
} from '#platform/problems.ts'
import { describeValidation } from './validation.ts'

/** The one place where errors become answers. Problems we expect are told; everything else is a bug: logged, answered 500. */
export function answerProblem(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = error instanceof Problem ? error : recognise(error)
  if (problem.definition.status >= 500) request.log.error({ err: error, requestId: request.id }, problem.message)
  return reply
    .code(problem.definition.status)
    .headers(problem.details.headers ?? {})
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problem.toBody(request.id))
}

function recognise(error: FastifyError): Problem {
  if (error.validation) return invalidInput({ errors: describeValidation(error) })
  if (error.statusCode === 413) return tooLarge({ detail: error.message })
  if (error.statusCode === 415) return unsupportedMediaType()
  if (error.statusCode === 429) return tooManyRequests()
  if (error.statusCode && error.statusCode < 500) return invalidInput({ detail: error.message })
  if (isDatabaseAway(error)) return unavailable()
  return unexpected()
}
