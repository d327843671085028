import type { OpenFolder } from './folder.ts'

/**
 * Mails that a server fails to give, again and again: one of them must not keep us from all that came after it. Whoever
 * is suspected is asked for alone; who failed alone too often is left out, said aloud, and tried again when the mailbox
 * is reconciled.
 */
export type Withheld = {
  isSuspect(folder: OpenFolder, uid: number): boolean
  isLeftOut(folder: OpenFolder, uid: number): boolean
  failed(folder: OpenFolder, uids: number[]): void
  given(folder: OpenFolder, uids: number[]): void
  /** One more try for those that were left out. */
  tryAgain(): void
  /** A sentence a folder. */
  explain(): string[]
}

const TRIES = 3

export function rememberWithheld(): Withheld {
  const failures = new Map<string, Map<number, number>>()
  const of = ({ path, uidValidity }: OpenFolder) => {
    const key = `${uidValidity} ${path}`
    const known = failures.get(key) ?? new Map<number, number>()
    failures.set(key, known)
    return known
  }
  return {
    isSuspect: (folder, uid) => of(folder).has(uid),
    isLeftOut: (folder, uid) => (of(folder).get(uid) ?? 0) > TRIES,
    failed(folder, uids) {
      const known = of(folder)
      for (const uid of uids) known.set(uid, (known.get(uid) ?? 0) + 1)
    },
    given(folder, uids) {
      const known = of(folder)
      for (const uid of uids) known.delete(uid)
    },
    tryAgain() {
      for (const known of failures.values()) for (const [uid, count] of known) known.set(uid, Math.min(count, TRIES))
    },
    explain: () =>
      [...failures].flatMap(([key, known]) => {
        const count = [...known.values()].filter((failed) => failed > TRIES).length
        const path = key.slice(key.indexOf(' ') + 1)
        return count > 0 ? [sentence(count, path)] : []
      }),
  }
}

const sentence = (count: number, path: string): string =>
  `${count === 1 ? 'One mail' : `${count} mails`} in “${path}” cannot be read: the mail server breaks off each time. ` +
  'Look at it in the provider’s web mail; we try again every day.'
