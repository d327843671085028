import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { mailAsJson, mailAsText } from '#channels/email/mail/printing.ts'
import { openFiles } from '#platform/files.ts'

/** Prints what the e-mail channel would understand of a mail. Nothing of it is kept. */
export async function printMail([verb, ...args]: string[]): Promise<void> {
  const [file, ...others] = args.filter((arg) => arg !== '--json')
  if (verb !== 'parse' || !file || others.length > 0)
    throw new Error('Say which mail: npx infolett mail parse FILE.eml [--json]. With - it is read from standard input.')
  const { readMail } = await import('#channels/email/mail/reading.ts')
  const folder = await mkdtemp(path.join(tmpdir(), 'infolett-mail-'))
  try {
    const mail = await readMail(await placeOf(file, folder), openFiles(path.join(folder, 'files')))
    console.log(args.includes('--json') ? JSON.stringify(mailAsJson(mail), undefined, 2) : mailAsText(mail))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function placeOf(file: string, folder: string): Promise<string> {
  if (file !== '-') {
    const found = await stat(file).catch(() => undefined)
    if (!found?.isFile()) throw new Error(`There is no file "${file}" that can be read.`)
    return file
  }
  const place = path.join(folder, 'stdin.eml')
  await pipeline(process.stdin, createWriteStream(place))
  return place
}
