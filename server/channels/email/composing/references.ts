const MOST = 20
/** RFC 5322 §3.6.4 without the angle brackets; RFC 5322 §2.1.1 for the length of a line. */
const MESSAGE_ID = /^[\x21-\x3b\x3d\x3f-\x7e]+@[\x21-\x3b\x3d\x3f-\x7e]+$/
const LONGEST = 900

/**
 * The References of a letter: the first one, which names the thread to many mail programs, and the last ones. Given oldest
 * first; the last is the letter that is answered.
 */
export function chooseReferences(externalIds: (string | null)[], answers: string | null): string[] {
  const others = externalIds.filter((id) => id !== answers)
  const ids = [...new Set([...others, answers])].filter((id) => id !== null).filter(isMessageId)
  return ids.length <= MOST ? ids : [...ids.slice(0, 1), ...ids.slice(1 - MOST)]
}

/** Not one that we made up for a mail that had none. */
export const isMessageId = (id: string): boolean =>
  id.length <= LONGEST && MESSAGE_ID.test(id) && !id.endsWith('@mail.invalid')
