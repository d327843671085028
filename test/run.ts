import { type ChildProcess, spawn } from 'node:child_process'
import { glob, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startEmbeddedPostgres } from '#platform/database/embedded.ts'
import { ensureFrontEnds } from '../server/front-ends.ts'
import { createTemplate } from './template.ts'

const root = path.join(import.meta.dirname, '..')

/** Runs these test files, or all, against a PostgreSQL of their own that is gone afterwards. */
export async function run(files: string[]): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'infolett-test-'))
  const running: { tests?: ChildProcess } = {}
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => running.tests?.kill(signal))
  const said: string[] = []
  try {
    await using postgres = await startPostgres(folder, said)
    await createTemplate(postgres.connectionString)
    const isBuilt = await ensureFrontEnds(console.error).then(() => true, tellWhyNotBuilt)
    const code = await runTests(files.length > 0 ? files : await listTests(), postgres.connectionString, running)
    process.exitCode = isBuilt ? code : code || 1
  } catch (error) {
    process.exitCode = 1
    console.error(error)
    console.error(said.slice(-20).join('\n'))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What tests write need not outlive a power cut. */
const hasty = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' }

async function startPostgres(folder: string, said: string[]) {
  const postgres = await startEmbeddedPostgres({
    folder,
    log: (line) => said.push(line),
    onProgress: (sentence) => console.error(sentence),
    settings: hasty,
  })
  return { connectionString: postgres.connectionString, [Symbol.asyncDispose]: () => postgres.stop() }
}

function tellWhyNotBuilt(error: unknown): false {
  console.error('The front ends could not be built; tests of them run with what is there, if anything.', error)
  return false
}

async function listTests(): Promise<string[]> {
  const files: string[] = []
  const exclude = (name: string) => /(^|\/)(node_modules|dist|data|\.git)$/.test(name)
  for await (const file of glob('**/*.test.ts', { cwd: root, exclude })) files.push(file)
  return files.sort()
}

function runTests(files: string[], databaseUrl: string, running: { tests?: ChildProcess }): Promise<number> {
  const tests = spawn(process.execPath, ['--test', '--test-concurrency=2', ...files], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, INFOLETT_TEST_DATABASE_URL: databaseUrl },
  })
  running.tests = tests
  return new Promise((resolve, reject) => {
    tests.once('error', reject)
    tests.once('exit', (code) => resolve(code ?? 1))
  })
}
