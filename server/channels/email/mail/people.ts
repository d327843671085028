import { domainToUnicode } from 'node:url'
import addressparser from 'nodemailer/lib/addressparser'
import type { MailAddress } from '#protocol/conversations.ts'
import type { Head } from './head.ts'
import { decodeWords, oneLine, rawText } from './words.ts'

/** A letter to more people than this is kept with the first of them; the original has all. */
export const MAX_PEOPLE = 500
const MAX_HEADER_LENGTH = 256 * 1_024

export function readPeople(head: Head, field: string, hint?: string): MailAddress[] {
  const people: MailAddress[] = []
  const seen = new Set<string>()
  for (const value of head.get(field) ?? [])
    for (const person of parsePeople(value, hint)) {
      if (seen.has(person.address)) continue
      if (people.length === MAX_PEOPLE) return people
      seen.add(person.address)
      people.push(person)
    }
  return people
}

/** From and its like: the first header counts, and in it the first person. */
export function readPerson(head: Head, field: string, hint?: string): MailAddress | null {
  return parsePeople(head.get(field)?.[0] ?? '', hint)[0] ?? null
}

export function parsePeople(value: string, hint?: string): MailAddress[] {
  // Encoded words may hold commas, quotes and brackets that mean nothing: they stand aside while the list is taken apart.
  const words: string[] = []
  const text = rawText(atComma(value), hint)
    .replace(/[\uE000\uE001]/g, '')
    .replace(/=\?[^?\s]{1,60}\?[BbQq]\?[^?]*\?=(?:\s*=\?[^?\s]{1,60}\?[BbQq]\?[^?]*\?=)*/g, (run) => {
      words.push(decodeWords(run))
      return `\uE000${words.length - 1}\uE001`
    })
  const restore = (part: string) => part.replace(/\uE000(\d+)\uE001/g, (_, index) => words[Number(index)] ?? '')
  return addressparser(text, { flatten: true }).flatMap(({ name, address }) => {
    const given = restore(name ?? '')
    const hidden = address ? undefined : /^([^<>]*)<([^<>\s]+@[^<>\s]+)>/.exec(given)
    const person = hidden
      ? toPerson(hidden[1] ?? '', hidden[2] ?? '')
      : toPerson(given, /\uE000/.test(address ?? '') ? '' : (address ?? ''))
    return person ? [person] : []
  })
}

/** Lower-case, its domain in Unicode; undefined when it is none. */
export function readAddress(given: string): string | undefined {
  const bare = given.trim().replace(/^<|>$/g, '')
  if (bare.length > 320 || !/^[^\s@<>()",;:\\\p{Cc}]+@[^\s@<>()",;:\\\p{Cc}]+$/u.test(bare)) return undefined
  const at = bare.lastIndexOf('@')
  const domain = bare.slice(at + 1).toLowerCase()
  return `${bare.slice(0, at).toLowerCase()}@${domainToUnicode(domain) || domain}`.normalize('NFC').toWellFormed()
}

function toPerson(name: string, given: string): MailAddress | undefined {
  const address = readAddress(given)
  if (!address) return undefined
  const clean = oneLine(name)
    .replace(/^(['"])(.*)\1$/, '$2')
    .trim()
    .slice(0, 300)
    .toWellFormed()
  return { name: clean === '' || clean.toLowerCase() === address ? null : clean, address }
}

/** The header cut where a person ends, when it is far too long. */
function atComma(value: string): string {
  if (value.length <= MAX_HEADER_LENGTH) return value
  return value.slice(0, value.lastIndexOf(',', MAX_HEADER_LENGTH) + 1 || MAX_HEADER_LENGTH)
}
