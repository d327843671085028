import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { startEmbeddedPostgres } from '../server/platform/database/embedded.ts'
import { migrate } from '../server/platform/database/migrate.ts'
import { describeSettings } from '../server/platform/settings.ts'

const root = path.join(import.meta.dirname, '..')
const sources = ['server', 'protocol', 'desk', 'widget', 'demo', 'bench', 'test']

type Check = { name: string; run: () => Promise<unknown> }

/** Runs every check, says which failed and why, and exits with 1 if any did. */
export async function check(mayWrite: boolean): Promise<void> {
  const checks: Check[] = [
    { name: 'lint and format', run: () => tool('biome', mayWrite ? ['check', '--write'] : ['ci']) },
    { name: 'types of the server', run: () => tool('tsc', ['--noEmit', '-p', '.']) },
    { name: 'types of the desk', run: () => tool('tsc', ['--noEmit', '-p', 'desk']) },
    { name: 'types of the chat window', run: () => tool('tsc', ['--noEmit', '-p', 'widget']) },
    { name: 'import directions', run: () => tool('depcruise', ['--config', '.dependency-cruiser.json', ...sources]) },
    { name: 'dead code', run: () => tool('knip', []) },
    {
      name: 'generated database types',
      run: () => generated('server/platform/database/schema.generated.ts', generateSchema, mayWrite),
    },
    { name: 'settings in docs/operating.md', run: () => generated('docs/operating.md', insertSettings, mayWrite) },
  ]
  for (const { name, run } of checks) {
    const failure = await run().then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    )
    console.log(`${failure ? 'FAILED' : 'ok    '} ${name}`)
    if (failure) console.error(failure.message)
    if (failure) process.exitCode = 1
  }
}

async function tool(name: string, args: string[], environment: Record<string, string> = {}): Promise<void> {
  const file = path.join(root, 'node_modules/.bin', name)
  const options = { cwd: root, maxBuffer: 32 * 1024 * 1024, env: { ...process.env, ...environment } }
  await promisify(execFile)(file, args, options).catch((error: { stdout?: string; stderr?: string }) => {
    throw new Error(`${error.stdout ?? ''}${error.stderr ?? ''}`)
  })
}

/** A file that is made from others must be what making it gives. */
async function generated(file: string, make: (now: string) => Promise<string>, mayWrite: boolean): Promise<void> {
  const place = path.join(root, file)
  const now = await readFile(place, 'utf8')
  const wanted = await make(now)
  if (now === wanted) return
  if (!mayWrite) throw new Error(`${file} is out of date: run bin/check --write.`)
  await writeFile(place, wanted)
}

/** The types of a database that has run every migration. */
async function generateSchema(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'infolett-check-'))
  const postgres = await startEmbeddedPostgres({ folder, log: () => {}, settings: { fsync: 'off' } })
  try {
    const pool = new pg.Pool({ connectionString: postgres.connectionString })
    pool.on('error', () => {})
    pool.on('connect', (client) => client.on('error', () => {}))
    await migrate(pool).finally(() => pool.end())
    const outFile = path.join(folder, 'schema.ts')
    await tool('kysely-codegen', [
      '--config-file',
      '.kysely-codegenrc.json',
      '--url',
      postgres.connectionString,
      '--out-file',
      outFile,
    ])
    return await readFile(outFile, 'utf8')
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

const insertSettings = async (page: string): Promise<string> =>
  page.replace(
    /(<!-- settings -->\n)[\s\S]*?(<!-- \/settings -->)/,
    (_all, start: string, end: string) => `${start}${describeSettings()}\n${end}`,
  )
