/** SQLSTATE classes that mean "not now": connection failures, resources, operator shut-down. */
const NOT_NOW = /^(08|53|57P0)/
const CONNECTION_LOST = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EAI_AGAIN',
])
/** What `pg` says of a connection that was cut, before and after we heard of it. */
const CUT = /^(Connection terminated|Client has encountered a connection error)/

/** Whether an error says that the database cannot be reached right now, rather than that the query was wrong. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return NOT_NOW.test(code) || CONNECTION_LOST.has(code) || CUT.test(error.message)
}
