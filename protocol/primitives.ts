import { type Static, type TSchema, Type } from 'typebox'

/** A UUID; ours are version 7, so that they sort by time. */
export const Id = Type.String({ format: 'uuid', description: 'A UUID.' })
export type Id = Static<typeof Id>

/** An instant in UTC, RFC 3339, for example `2026-11-20T14:05:00.000Z`. */
export const Instant = Type.String({ format: 'date-time', description: 'An instant in UTC (RFC 3339).' })
export type Instant = Static<typeof Instant>

export const EmailAddress = Type.String({ format: 'email', maxLength: 254 })

/** BCP 47, for example `et` or `en-GB`. */
export const LanguageTag = Type.String({ pattern: '^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$', maxLength: 35 })

/** One line that a person wrote: no control characters, no lone surrogates. */
export const Line = (maxLength: number, options: { minLength?: number; description?: string } = {}) =>
  Type.String({ minLength: 1, ...options, maxLength, format: 'line' })

/** Several lines that a person wrote: line breaks and tabs are fine, NUL and lone surrogates are not. */
export const Text = (maxLength: number, options: { minLength?: number; description?: string } = {}) =>
  Type.String({ minLength: 1, ...options, maxLength, format: 'text' })

export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** RFC 9457 problem details; `type` is a page of the API documentation, `requestId` finds the request in the logs. */
export const ProblemBody = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.Optional(Type.String()),
  requestId: Type.Optional(Type.String()),
  errors: Type.Optional(
    Type.Array(Type.Object({ field: Type.String(), rule: Type.String() }), {
      description: 'What was wrong with which field.',
    }),
  ),
})
export type ProblemBody = Static<typeof ProblemBody>

/** Longest text of one message, in UTF-16 code units. */
export const MAX_MESSAGE_LENGTH = 20_000
/** Largest attachment, in bytes. */
export const MAX_ATTACHMENT_BYTES = 20 * 1024 * 1024
/** Most attachments on one message. */
export const MAX_ATTACHMENTS = 10
