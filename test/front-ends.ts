import { glob, stat } from 'node:fs/promises'
import path from 'node:path'
import { buildDesk } from '../desk/build.ts'
import { buildWidget } from '../widget/build.ts'

/** Builds the desk and the chat window into `dist`, unless what is there is newer than their sources. */
export async function buildFrontEnds(root: string): Promise<void> {
  const dist = path.join(root, 'dist')
  const protocol = await lastChange(path.join(root, 'protocol'))
  if ((await builtAt(dist, 'desk/index.html')) < Math.max(protocol, await lastChange(path.join(root, 'desk'))))
    await buildDesk({ outDir: path.join(dist, 'desk') })
  if ((await builtAt(dist, 'widget/widget.js')) < Math.max(protocol, await lastChange(path.join(root, 'widget'))))
    await buildWidget({ outDir: path.join(dist, 'widget') })
}

const builtAt = (dist: string, file: string): Promise<number> =>
  stat(path.join(dist, file)).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  )

async function lastChange(folder: string): Promise<number> {
  let last = 0
  for await (const file of glob('**/*', { cwd: folder, exclude: (name) => name.endsWith('.test.ts') }))
    last = Math.max(last, (await stat(path.join(folder, file))).mtimeMs)
  return last
}
