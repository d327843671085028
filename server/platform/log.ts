import pino from 'pino'

export type Log = pino.Logger

/** One JSON object a line, for machines; addresses, bodies and tokens never go in. */
export const createLog = (level: string): Log =>
  pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['req.headers', 'email', 'token', 'password'],
  })
