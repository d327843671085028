import type { MailAddress } from '#protocol/conversations.ts'
import { formats } from '#protocol/formats.ts'

/** A mail address as people write it, or what somebody wrote instead of one. */
export type Written = MailAddress | { wrong: string }

const LONGEST = 254

export const isAddress = (text: string): boolean =>
  text.length <= LONGEST && formats['mail-address'](text.toLowerCase())

/** What to call somebody: by name, else by address. */
export const personName = ({ name, address }: MailAddress): string => name || address

/** Several people in few words: "Mari", "Mari and Jaan", "Mari and 2 more". */
export function sayPeople(people: readonly MailAddress[]): string {
  const [first, second] = people
  if (!first) return 'nobody'
  if (!second) return personName(first)
  return people.length === 2
    ? `${personName(first)} and ${personName(second)}`
    : `${personName(first)} and ${people.length - 1} more`
}

/** `Mari Maasikas <mari@home.example>`, as it can be pasted elsewhere. */
export function writeAddress({ name, address }: MailAddress): string {
  if (!name) return address
  return `${/[",;<>@]/.test(name) ? `"${name.replaceAll('"', '')}"` : name} <${address}>`
}

/**
 * Reads what was typed or pasted: addresses with or without names, parted by commas, semicolons, lines or, when all are
 * bare, spaces.
 */
export function readAddresses(text: string): Written[] {
  return parts(text).flatMap((part) => {
    const words = part.split(/\s+/)
    return words.length > 1 && words.every(isAddress) ? words.map(readAddress) : readAddress(part)
  })
}

function readAddress(part: string): Written {
  const [, name = '', inBrackets] = /^(.*?)<([^<>]*)>$/su.exec(part) ?? [undefined, '', part]
  const address = (inBrackets ?? '').trim().replace(/^mailto:/i, '')
  if (!isAddress(address)) return { wrong: part }
  return { name: unquoted(name.trim()) || null, address: address.toLowerCase() }
}

const unquoted = (name: string) =>
  name
    .replace(/^"(.*)"$/su, '$1')
    .replaceAll('\\', '')
    .trim()

/** A comma inside quotes or brackets parts nothing. */
function parts(text: string): string[] {
  const found = text.match(/(?:"[^"\n]*"|<[^<>\n]*>|[^,;\n"<]|["<])+/g) ?? []
  return found.map((part) => part.trim()).filter((part) => part !== '')
}
