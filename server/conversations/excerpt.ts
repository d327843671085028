import { type RawBuilder, sql } from 'kysely'

/** As much of a letter as travels with its conversation; it is more than anybody reads in one go. */
export const LONGEST_EXCERPT = 20_000

/** The beginning of a letter's text, and never half a character. */
export const excerpt = (text: string): string =>
  text.length > LONGEST_EXCERPT ? text.slice(0, LONGEST_EXCERPT).replace(/[\uD800-\uDBFF]$/, '') : text

export const isLong = (text: string | null): boolean => text !== null && text.length > LONGEST_EXCERPT

/** The same where it is kept: the rest does not leave the database. What people write here has a limit of its own. */
export const excerptOf = <Text extends string | null>(column: 'text' | 'foldedText'): RawBuilder<Text> =>
  sql`case when messages.kind = 'inbound' then left(${sql.ref(`messages.${column}`)}, ${sql.lit(LONGEST_EXCERPT)})
    else ${sql.ref(`messages.${column}`)} end`

export const hasMoreThanExcerpt = sql<boolean>`messages.kind = 'inbound' and
  greatest(length(messages.text), length(messages.folded_text)) > ${sql.lit(LONGEST_EXCERPT)}`
