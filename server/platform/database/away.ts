/** SQLSTATE classes that mean "not now": connection failures, resources, operator shut-down. */
const NOT_NOW = /^(08|53|57P0)/
const CONNECTION_LOST = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE'])

/** Whether an error says that the database cannot be reached right now, rather than that the query was wrong. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return NOT_NOW.test(code) || CONNECTION_LOST.has(code) || error.message.startsWith('Connection terminated')
}
