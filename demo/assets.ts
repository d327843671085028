import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

const names = ['shop.css', 'shop.js', 'pictures.svg', 'icon.svg'] as const

const addresses = new Map<string, string>(names.map((name) => [name, `/demo/assets/${name}?v=${fingerprint(name)}`]))

/** The address of a file in demo/assets. It changes with the file, so browsers may keep what they have. */
export function asset(name: (typeof names)[number]): string {
  return addresses.get(name) ?? `/demo/assets/${name}`
}

function fingerprint(name: string) {
  const file = readFileSync(new URL(`./assets/${name}`, import.meta.url))
  return createHash('sha256').update(file).digest('hex').slice(0, 10)
}
