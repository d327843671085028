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
  leftOut(): { folder: OpenFolder; uids: number[] }[]
}

const TRIES = 2

export function rememberWithheld(): Withheld {
  const known = new Map<string, { folder: OpenFolder; failures: Map<number, number> }>()
  const failuresOf = (folder: OpenFolder) => {
    const key = `${folder.uidValidity} ${folder.path}`
    const { failures } = known.get(key) ?? { failures: new Map<number, number>() }
    known.set(key, { folder, failures })
    return failures
  }
  return {
    isSuspect: (folder, uid) => failuresOf(folder).has(uid),
    isLeftOut: (folder, uid) => (failuresOf(folder).get(uid) ?? 0) > TRIES,
    hasSuspects: () =>
      [...known.values()].some(({ failures }) => [...failures.values()].some((count) => count <= TRIES)),
    failed(folder, uids) {
      const failures = failuresOf(folder)
      for (const uid of uids) failures.set(uid, (failures.get(uid) ?? 0) + 1)
    },
    given(folder, uids) {
      const failures = failuresOf(folder)
      for (const uid of uids) failures.delete(uid)
    },
    leftOut: () =>
      [...known.values()].flatMap(({ folder, failures }) => {
        const uids = [...failures].flatMap(([uid, count]) => (count > TRIES ? [uid] : []))
        return uids.length > 0 ? [{ folder, uids }] : []
      }),
  }
}

/** A sentence a folder. */
export const explainLeftOut = (withheld: Withheld): string[] =>
  withheld
    .leftOut()
    .map(
      ({ folder, uids }) =>
        `${uids.length === 1 ? 'One mail' : `${uids.length} mails`} in “${folder.path}” cannot be read: the mail server breaks off each time. ` +
        'Look for it in the provider’s web mail; we try again every day.',
    )
