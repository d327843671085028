import { randomBytes } from 'node:crypto'
import { after, type TestContext } from 'node:test'
import { connectDatabase, type DatabaseConnection } from '#platform/database/database.ts'
import { createLog } from '#platform/log.ts'
import { execute, nameDatabase, TEMPLATE } from './template.ts'

const made: string[] = []

// Only when the file is done: a test's own `after` hooks may still need its database.
after(async () => {
  for (const name of made) await execute(findServer(), `drop database ${name} with (force)`)
})

/** A migrated database for this test alone. */
export async function openTestDatabase(t: TestContext): Promise<DatabaseConnection> {
  const connection = connectDatabase({ url: await createTestDatabase(), connections: 5, log: createLog('silent') })
  t.after(() => connection.close())
  return connection
}

/** The address of such a database, for who connects by themselves. */
export async function createTestDatabase(): Promise<string> {
  const name = `t_${randomBytes(8).toString('hex')}`
  await execute(findServer(), `create database ${name} template ${TEMPLATE}`)
  made.push(name)
  return nameDatabase(findServer(), name)
}

function findServer(): string {
  const url = process.env.INFOLETT_TEST_DATABASE_URL
  if (!url) throw new Error('This test needs a database: run it as `npm test -- FILE` or `node bin/test FILE`.')
  return url
}
