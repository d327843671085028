import { glob, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { buildDesk } from '../desk/build.ts'
import { buildWidget } from '../widget/build.ts'

const dist = path.join(import.meta.dirname, '../dist')
const builders = { desk: buildDesk, widget: buildWidget }

/** Builds what is named, or everything. What was there before stays whole until the new is complete. */
export async function buildFrontEnds(names: string[]): Promise<void> {
  for (const [name, build] of Object.entries(builders)) {
    if (names.length > 0 && !names.includes(name)) continue
    const building = path.join(dist, `building-${process.pid}`, name)
    await build({ outDir: building })
    for await (const file of glob('**/*.{js,css,html,svg,json}', { cwd: building }))
      await compress(path.join(building, file))
    await replace(path.join(dist, name), building)
    await rm(path.dirname(building), { recursive: true, force: true })
  }
}

/** Beside each file its gzip and brotli, so that no request waits for a compressor. */
async function compress(file: string): Promise<void> {
  const bytes = await readFile(file)
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
  await writeFile(`${file}.br`, await promisify(brotliCompress)(bytes, { params }))
  await writeFile(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }))
}

async function replace(place: string, built: string): Promise<void> {
  const former = path.join(dist, `former-${process.pid}`)
  await mkdir(place, { recursive: true })
  await rename(place, former)
  await rename(built, place)
  await rm(former, { recursive: true, force: true })
}
