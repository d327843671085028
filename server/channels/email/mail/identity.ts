import { createHash } from 'node:crypto'
import type { Head } from './head.ts'

const MAX_LENGTH = 500
const MAX_REFERENCES = 100

/** A Message-ID without brackets and without the spaces that folding leaves in it. */
export function readMessageId(value: string | undefined): string | null {
  if (!value) return null
  const id = (/<([^<>]+)>/.exec(value)?.[1] ?? value).replace(/[\s<>\p{Cc}]/gu, '').slice(0, MAX_LENGTH)
  return id === '' ? null : Buffer.from(id, 'latin1').toString().toWellFormed()
}

/** What this mail answers: References, then In-Reply-To; oldest first. Of very many the first and the last ones. */
export function readReferences(head: Head): string[] {
  const ids = [...new Set([...(head.get('references') ?? []), ...(head.get('in-reply-to') ?? [])].flatMap(listIds))]
  return ids.length <= MAX_REFERENCES ? ids : [...ids.slice(0, 10), ...ids.slice(10 - MAX_REFERENCES)]
}

function listIds(value: string): string[] {
  const text = value.slice(0, 65_536)
  const bracketed = /<[^<>]{1,1000}>/.test(text)
  const found = bracketed ? (text.match(/<[^<>]{1,1000}>|[^\s<>,;"]+@[^\s<>,;"]+/g) ?? []) : text.split(/[\s,;]+/)
  return found.flatMap((id) => readMessageId(id) ?? []).filter((id) => id.includes('@') || bracketed)
}

/** Who, when and under which Message-ID: the same for one mail whichever way it comes, different for a forged twin. */
export function keyOf(head: Head, messageId: string | null, contentHash: Buffer): Buffer {
  const hash = createHash('sha256')
  for (const part of [
    messageId ?? contentHash.toString('hex'),
    head.get('from')?.[0] ?? '',
    head.get('date')?.[0] ?? '',
  ])
    hash.update(part.replace(/\s+/g, ' '), 'latin1').update('\0')
  return hash.digest()
}

/** A stable Message-ID for a mail without one: what its writer wrote, not what servers on its way added. */
export function makeUpId(head: Head, bodyHash: Buffer): string {
  const hash = createHash('sha256')
  for (const field of ['from', 'to', 'date', 'subject']) hash.update(`${head.get(field)?.[0] ?? ''}\0`, 'latin1')
  return `${hash.update(bodyHash).digest('hex').slice(0, 40)}@mail.invalid`
}
