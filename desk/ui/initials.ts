export const HUES = 8

/** At most two letters for a name: first and last word, whatever the script. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const ends = words.length > 1 ? [words.at(0), words.at(-1)] : words
  return ends.map((word = '') => firstLetter(word)).join('')
}

/** The same person has the same hue on every screen and every day. */
export function hueOf(seed: string): number {
  let hash = 0x811c9dc5
  for (const character of seed) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return (hash >>> 0) % HUES
}

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

function firstLetter(word: string): string {
  const first = word.match(/[\p{L}\p{N}].*/u)?.[0] ?? word
  return letters.segment(first)[Symbol.iterator]().next().value?.segment.toLocaleUpperCase() ?? ''
}
