import type { OpenFolder } from './folder.ts'

/**
 * Mails that a server fails to give, again and again: one of them must not keep us from all that came after it. Who is
 * suspected is asked for alone; who failed alone too often is left out, said aloud, and asked for again when the mailbox
 * is reconciled.
 */
export type Withheld = {
  isSuspect(folder: OpenFolder, uid: number): boolean
  isLeftOut(folder: OpenFolder, uid: number): boolean
  hasSuspects(): boolean
  failed(folder: OpenFolder, uids: number[]): void
  given(folder: OpenFolder, uids: number[]): void
}

const TRIES = 2

export function rememberWithheld(): Withheld {
  const known = new Map<string, Map<number, number>>()
  const failuresOf = ({ path, uidValidity }: OpenFolder) => {
    const key = `${uidValidity} ${path}`
    const failures = known.get(key) ?? new Map<number, number>()
    known.set(key, failures)
    return failures
  }
  return {
    isSuspect: (folder, uid) => failuresOf(folder).has(uid),
    isLeftOut: (folder, uid) => (failuresOf(folder).get(uid) ?? 0) > TRIES,
    hasSuspects: () => [...known.values()].some((failures) => [...failures.values()].some((count) => count <= TRIES)),
    failed(folder, uids) {
      const failures = failuresOf(folder)
      for (const uid of uids) failures.set(uid, (failures.get(uid) ?? 0) + 1)
    },
    given(folder, uids) {
      const failures = failuresOf(folder)
      for (const uid of uids) failures.delete(uid)
    },
  }
}
