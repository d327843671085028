import pg from 'pg'

const PATIENCE_MILLISECONDS = 10_000

/**
 * Connects once to a PostgreSQL that others run.
 * @throws Error with a sentence that says what is wrong, without the password that is in the address
 */
export async function reachDatabase(url: string): Promise<void> {
  try {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: PATIENCE_MILLISECONDS })
    client.on('error', () => {}) // what is asked of it is rejected too
    await client.connect()
    await client.end()
  } catch (error) {
    explainDatabase(error)
  }
}

/** What went wrong with the database at DATABASE_URL, and what to do. */
export function explainDatabase(cause: unknown): never {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const message = cause instanceof Error ? cause.message : String(cause)
  const say = (sentence: string) => new Error(sentence, { cause })

  if (unreachable.has(code) || message === 'timeout expired')
    throw say('No PostgreSQL answers at DATABASE_URL: check host and port, and that it runs.')
  if (message.startsWith('Connection terminated') || code === 'ECONNRESET')
    throw say('What answers at DATABASE_URL is not PostgreSQL, or takes no connections from here: check host and port.')
  if (code === 'ERR_INVALID_URL')
    throw say('DATABASE_URL cannot be read: it has the form postgresql://user:password@host:5432/database.')
  if (code === '28P01' || code === '28000')
    throw say('PostgreSQL at DATABASE_URL refuses the user or password: correct them.')
  if (code === '3D000') throw say('The database named in DATABASE_URL does not exist: create it, or correct the name.')
  if (code === '42501') throw say('The user in DATABASE_URL may not make tables there: let it own the database.')
  throw cause
}

const unreachable = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
])
