import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import type { FastifyError, FastifySchemaCompiler, FastifySchemaValidationError } from 'fastify'
import { Format } from 'typebox/format'
import { formats } from '#protocol/formats.ts'
import type { ProblemBody } from '#protocol/primitives.ts'

for (const [name, check] of Object.entries(formats)) Format.Set(name, check)

function createAjv(coerceTypes: boolean): Ajv {
  const ajv = new Ajv({ coerceTypes, useDefaults: true, removeAdditional: false, strict: false, allErrors: false })
  addFormats.default(ajv)
  for (const [name, check] of Object.entries(formats)) ajv.addFormat(name, check)
  return ajv
}

const exact = createAjv(false)
const fromText = createAjv(true)

/** Bodies are taken as they are; addresses and headers are text, so numbers and booleans are read from it. */
export const compileValidator: FastifySchemaCompiler<object> = ({ schema, httpPart }) =>
  (httpPart === 'body' ? exact : fromText).compile(schema)

/** Which field broke which rule, in words. */
export function describeValidation(error: FastifyError): NonNullable<ProblemBody['errors']> {
  const part = error.validationContext ?? 'request'
  const violations = error.validation ?? []
  const told = deepestOf(violations)
  if (!told) return []
  // Where there is a choice, each that does not fit is told, and at last that none did.
  const choices = violations.flatMap(({ keyword, params }) => (keyword === 'const' ? [params.allowedValue] : []))
  const rule = choices.length > 1 ? `must be one of ${choices.join(', ')}` : ruleOf(told)
  return [{ field: fieldOf(part, told), rule }]
}

/** Of a choice between shapes the one that fits best is meant: what is wrong with it lies deepest. */
const deepestOf = (violations: FastifySchemaValidationError[]): FastifySchemaValidationError | undefined =>
  violations.reduce<FastifySchemaValidationError | undefined>(
    (deepest, one) => (deepest && depthOf(deepest) >= depthOf(one) ? deepest : one),
    undefined,
  )

const depthOf = ({ instancePath }: FastifySchemaValidationError): number => instancePath.split('/').length

function fieldOf(part: string, { keyword, instancePath, params }: FastifySchemaValidationError): string {
  const missing =
    keyword === 'required'
      ? params.missingProperty
      : keyword === 'additionalProperties'
        ? params.additionalProperty
        : undefined
  return [part, ...instancePath.split('/').slice(1), ...(typeof missing === 'string' ? [missing] : [])]
    .join('.')
    .slice(0, 200)
}

function ruleOf({ keyword, message, params }: FastifySchemaValidationError): string {
  if (keyword === 'required') return 'is required'
  if (keyword === 'additionalProperties') return 'is not known here'
  if (keyword === 'format' && params.format === 'uuid') return 'must be a UUID in lower case'
  if (keyword === 'format' && params.format === 'date-time') return 'must be an instant (RFC 3339)'
  if (keyword === 'format' && (params.format === 'email' || params.format === 'mail-address'))
    return 'must be an e-mail address'
  if (keyword === 'format' && params.format === 'mail-sender') return 'must be an e-mail address or a domain'
  if (keyword === 'format' && params.format === 'text') return 'must be well-formed text without control characters'
  if (keyword === 'format' && params.format === 'line') return 'must be one line of well-formed text'
  return message ?? 'is not valid'
}
