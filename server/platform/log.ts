import pino from 'pino'

export type Log = pino.Logger

/** One JSON object a line, for machines; addresses, bodies and tokens never go in. */
export const createLog = (level: string, destination?: pino.DestinationStream): Log =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: ['req.headers', 'email', 'token', 'password'],
      serializers: { err: toLoggedError },
    },
    destination ?? pino.destination(),
  )

/** What databases and mail servers add to their errors are rows, commands and answers: other people's words. */
function toLoggedError(error: Error & { code?: unknown }) {
  if (!(error instanceof Error)) return error
  const { type, message, stack } = pino.stdSerializers.err(error)
  return { type, code: error.code, message: withoutAddresses(message), stack: withoutAddresses(stack) }
}

const withoutAddresses = (text: string): string =>
  text.replace(/[^\s<>()"':;,/\\]+@[\p{L}\p{N}.-]+\.\p{L}{2,}/gu, '(an address)')
