import type { EnvelopeBody } from '#protocol/conversations.ts'

/** What a message that came as a letter brings along besides its text. */
export type InboundLetter = {
  /** Its Message-ID, without the angle brackets. */
  externalId: string
  subject: string | null
  /** Sanitised. */
  html: string | null
  /** What the text leaves out: quotes and the signature. */
  foldedText: string | null
  envelope: EnvelopeBody
  /** The letter byte for byte, in the files. */
  original: { sha256: Buffer; bytes: number } | null
}

/** PostgreSQL holds neither NUL nor half a character. */
export const storable = (text: string): string => text.replaceAll('\0', '').toWellFormed()

/** As the database takes it, whatever a broken letter held. */
export const storableLetter = (letter: InboundLetter): InboundLetter => ({
  ...letter,
  ...everywhere({
    externalId: letter.externalId,
    subject: letter.subject,
    html: letter.html,
    foldedText: letter.foldedText,
    envelope: letter.envelope,
  }),
})

const everywhere = <Value>(value: Value): Value =>
  JSON.parse(JSON.stringify(value), (_key, inner) => (typeof inner === 'string' ? storable(inner) : inner))
