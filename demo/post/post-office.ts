import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Value } from 'typebox/value'
import type { MailParser } from '#channels/email/mail/parsing.ts'
import type { MailAddress } from '#protocol/conversations.ts'
import { PostedLetter } from './letter.ts'

/** What is older leaves. */
const MOST_LETTERS = 200
const MOST_BYTES = 100 * 1024 * 1024

export type PostOffice = {
  /** The same mail a second time takes the place of the first. */
  keep(mail: Readable, addressed: { way: PostedLetter['way']; people: string[] }): Promise<PostedLetter>
  /** Newest first. */
  list(): Promise<PostedLetter[]>
  find(id: string): Promise<PostedLetter | undefined>
  /** The mail's headers, as they are. */
  headOf(id: string): Promise<string>
}

/** Keeps mails in a folder and hands them to nobody: the invented customers read them here. */
export function openPostOffice({ folder, parser }: { folder: string; parser: MailParser }): PostOffice {
  const mailOf = (id: string) => path.join(folder, `${id}.eml`)
  const noteOf = (id: string) => path.join(folder, `${id}.json`)
  const read = async (id: string): Promise<PostedLetter[]> => {
    const note = await readFile(noteOf(id), 'utf8').catch(() => undefined)
    const known: unknown = note && JSON.parse(note)
    return Value.Check(PostedLetter, known) ? [known] : []
  }
  const listIds = async () => {
    const names = await readdir(folder).catch(() => [])
    return names.filter((name) => name.endsWith('.json')).map((name) => path.basename(name, '.json'))
  }
  const list = async () => {
    const letters = await Promise.all((await listIds()).map(read))
    return letters.flat().sort((one, other) => Date.parse(other.at) - Date.parse(one.at))
  }
  const makeRoom = async () => {
    let bytes = 0
    for (const [index, { id }] of (await list()).entries()) {
      bytes += (await stat(mailOf(id)).catch(() => undefined))?.size ?? 0
      if (index < MOST_LETTERS && bytes <= MOST_BYTES) continue
      await rm(noteOf(id), { force: true })
      await rm(mailOf(id), { force: true })
    }
  }

  return {
    async keep(mail, { way, people }) {
      await mkdir(folder, { recursive: true })
      const arriving = path.join(folder, `arriving-${crypto.randomUUID()}`)
      try {
        await pipeline(mail, createWriteStream(arriving, { mode: 0o600 }))
        const read = await parser.parse({ path: arriving })
        if ('unreadable' in read) throw new Error('The demo post office could not read a mail')
        const from = read.from ?? { name: null, address: '' }
        const named = [from, ...read.to, ...read.cc]
        const letter: PostedLetter = {
          id: createHash('sha256').update(read.externalId).digest('hex').slice(0, 32),
          way,
          at: new Date().toISOString(),
          people: people.map((address) => named.find((one) => one.address === address) ?? withoutName(address)),
          from,
          replyTo: read.replyTo[0] ?? from,
          to: read.to,
          cc: read.cc,
          subject: read.subject,
          messageId: read.messageId,
          references: read.references,
          text: read.text,
          html: read.html,
          fileNames: read.attachments.map(({ name }) => name),
          isAutomatic: read.automatic !== null,
        }
        await rename(arriving, mailOf(letter.id))
        await writeFile(noteOf(letter.id), JSON.stringify(letter), { mode: 0o600 })
        await makeRoom()
        return letter
      } finally {
        await rm(arriving, { force: true })
      }
    },
    list,
    find: async (id) => (/^[0-9a-f]{32}$/.test(id) ? (await read(id))[0] : undefined),
    async headOf(id) {
      const lines = createInterface({ input: createReadStream(mailOf(id)), crlfDelay: Number.POSITIVE_INFINITY })
      const head: string[] = []
      for await (const line of lines) {
        if (line === '') break
        head.push(line)
      }
      return head.join('\n')
    },
  }
}

const withoutName = (address: string): MailAddress => ({ name: null, address })
