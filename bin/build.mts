import { glob, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { buildDesk } from '../desk/build.ts'
import { buildWidget } from '../widget/build.ts'

const dist = path.join(import.meta.dirname, '../dist')

export async function buildFrontEnds(what: string[]): Promise<void> {
  const isWanted = (part: string) => what.length === 0 || what.includes(part)
  if (isWanted('desk')) await buildDesk({ outDir: path.join(dist, 'desk') })
  if (isWanted('widget')) await buildWidget({ outDir: path.join(dist, 'widget') })
  for await (const file of glob('**/*.{js,css,html,svg,json}', { cwd: dist })) await compress(path.join(dist, file))
}

/** Beside each file its gzip and brotli, so that no request waits for a compressor. */
async function compress(file: string): Promise<void> {
  const bytes = await readFile(file)
  const brotli = await promisify(brotliCompress)(bytes, {
    params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  })
  await writeFile(`${file}.br`, brotli)
  await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }))
}
