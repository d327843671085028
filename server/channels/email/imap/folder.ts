import type { ImapFlow, SearchObject } from 'imapflow'

/** A folder as it is opened: `uidNext` is the next that the server will give, if it says so. */
export type OpenFolder = { path: string; uidValidity: number; uidNext: number | undefined }

/** The server does not open this folder, though it opens others. */
export class FolderClosed extends Error {
  override name = 'FolderClosed'
}

/**
 * Opens it for looking only (EXAMINE): nothing that we do there marks a mail as seen or takes its \Recent away.
 * @throws FolderClosed
 */
export async function openFolder(client: ImapFlow, path: string): Promise<OpenFolder> {
  try {
    const { uidValidity, uidNext } = await client.mailboxOpen(path, { readOnly: true })
    return { path, uidValidity: Number(uidValidity), uidNext: uidNext || undefined }
  } catch (error) {
    if (!isRefusal(error)) throw error
    throw new FolderClosed(explainRefusal(path, error), { cause: error })
  }
}

/** Where the folder stands, without opening it. @throws FolderClosed */
export async function askFolder(client: ImapFlow, path: string): Promise<OpenFolder> {
  const status = await client.status(path, { uidNext: true, uidValidity: true }).catch((error) => {
    if (!isRefusal(error)) throw error
    throw new FolderClosed(explainRefusal(path, error), { cause: error })
  })
  // Some servers do not say how an open folder stands; opening it tells all.
  if (!status?.uidValidity) return openFolder(client, path)
  return { path, uidValidity: Number(status.uidValidity), uidNext: status.uidNext || undefined }
}

/** UIDs in the open folder, smallest first. */
export async function listUids(client: ImapFlow, query: SearchObject): Promise<number[]> {
  const uids = await client.search(query, { uid: true })
  if (Array.isArray(uids)) return uids
  throw new Error('The mail server did not say what lies in the folder.')
}

/** UIDs above this one. A server answers `n:*` with its last mail even when that one is below (RFC 9051 §9, seq-range). */
export async function listUidsAfter(client: ImapFlow, uid: number): Promise<number[]> {
  const uids = await listUids(client, { uid: `${uid + 1}:*` })
  return uids.filter((one) => one > uid)
}

type Refusal = { responseStatus?: unknown; serverResponseCode?: unknown; responseText?: unknown; code?: unknown }

/** An answer about this folder, rather than a connection that broke. */
export const isRefusal = (error: unknown): error is Refusal =>
  typeof error === 'object' &&
  error !== null &&
  (('responseStatus' in error && error.responseStatus === 'NO') || ('code' in error && error.code === 'NotFound'))

function explainRefusal(path: string, { serverResponseCode, responseText, code }: Refusal): string {
  const said = typeof responseText === 'string' ? responseText.slice(0, 200) : ''
  if (serverResponseCode === 'NONEXISTENT' || code === 'NotFound' || /exist|not found|unknown/i.test(said))
    return `There is no folder “${path}” any more. Choose the folders to read in the channel’s settings.`
  return `The folder “${path}” cannot be opened: ${said || 'the mail server did not say why'}.`
}
