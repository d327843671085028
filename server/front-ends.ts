import { spawn } from 'node:child_process'
import { glob, stat } from 'node:fs/promises'
import path from 'node:path'

const root = path.join(import.meta.dirname, '..')
const parts = [
  { sources: 'desk', built: 'desk/index.html' },
  { sources: 'widget', built: 'widget/widget.js' },
]

/** Builds the desk and the chat window into `dist` where that is older than their sources, in a process of its own. */
export async function ensureFrontEnds(onProgress: (sentence: string) => void): Promise<void> {
  const protocol = await lastChange('protocol')
  const stale: string[] = []
  for (const { sources, built } of parts) {
    if ((await builtAt(built)) < Math.max(protocol, await lastChange(sources))) stale.push(sources)
  }
  if (stale.length === 0) return
  onProgress('Building the desk and the chat window (about ten seconds, once) ...')
  await runBuild(stale)
}

const builtAt = (file: string): Promise<number> =>
  stat(path.join(root, 'dist', file)).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  )

async function lastChange(folder: string): Promise<number> {
  let last = 0
  for await (const file of glob('**/*', { cwd: path.join(root, folder), exclude: (name) => name.endsWith('.test.ts') }))
    last = Math.max(last, (await stat(path.join(root, folder, file))).mtimeMs)
  return last
}

async function runBuild(what: string[]): Promise<void> {
  const build = spawn(process.execPath, [path.join(root, 'bin/build'), ...what], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  for (const stream of [build.stdout, build.stderr]) stream.on('data', (chunk) => said.push(String(chunk)))
  const code = await new Promise<number | null>((resolve, reject) => build.once('error', reject).once('exit', resolve))
  if (code !== 0) throw new Error(`The front ends could not be built:\n${said.join('').slice(-4_000)}`)
}
