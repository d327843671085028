/**
 * A word with a digit in it, or one after "#". Not a part of a date, a price, an address or a path, whose digits stand
 * beside other digits with no space between.
 */
const NUMBER =
  /(?<![\p{L}\p{N}_-]|\p{N}[.,:/]|[@/])#?(?=[\p{L}_-]*\p{N})[\p{L}\p{N}]+(?:[-_][\p{L}\p{N}]+)*(?![-_]?[\p{L}\p{N}]|[.,:/]\p{N}|@)/gu

const SHORTEST = 4
const LONGEST = 40
/** A mail may be one long table of them. */
const MOST = 200

/** What may be the number of an order or a conversation, as it is written: `1042`, `#1042`, `EE-1042`. */
export function numbersIn(...texts: (string | null)[]): string[] {
  const found = texts.flatMap((text) => text?.match(NUMBER) ?? [])
  const likely = found.filter(
    (number) => number.length <= LONGEST && (number.startsWith('#') || number.length >= SHORTEST),
  )
  return [...new Set(likely)].slice(0, MOST)
}

/** The number itself, however it is written. */
export const plainNumber = (written: string): string => written.replace(/^#/, '').toUpperCase()

/** Whether it says that it is a number of something: a phone number's digits do not. */
export const isTelling = (written: string): boolean => /\D/.test(written) || written.length >= 6

/** The conversation that "#1234" names. */
export function conversationNumber(written: string): number | undefined {
  return /^#\d{1,12}$/.test(written) ? Number(written.slice(1)) : undefined
}
