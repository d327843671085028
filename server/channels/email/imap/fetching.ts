import { Readable } from 'node:stream'
import type { FetchMessageObject, ImapFlow } from 'imapflow'
import type { Files, StoredFile } from '#platform/files.ts'
import { isRefusal, listUids, type OpenFolder } from './folder.ts'
import type { Withheld } from './withheld.ts'

export type FetchedMail = { uid: number; original: StoredFile; arrivedAt: Date }
/** `upTo`: every UID up to there was fetched, is not there any more, or is one of those that had to be left out. */
export type Batch = { mails: FetchedMail[]; upTo: number; hasLeftOut: boolean }

const LISTED_AT_ONCE = 200
const FETCHED_AT_ONCE = 50
const BYTES_AT_ONCE = 4 * 1024 * 1024
/** Larger ones are streamed to disk piece by piece. */
const SMALL_BYTES = 512 * 1024
const PIECE_BYTES = 256 * 1024
/** Providers take mails of up to 150 MB. */
const MOST_BYTES = 1024 * 1024 * 1024

export type Listed = { uid: number; bytes: number; arrivedAt: Date }

type Fetching = { client: ImapFlow; files: Pick<Files, 'store'>; withheld: Withheld }

/**
 * Fetches mails of the open folder to disk, in the order of their UIDs and never more at once than memory easily holds.
 * Those that disappear meanwhile are left out, as are those that the server withholds.
 */
export async function* fetchMails(fetching: Fetching, folder: OpenFolder, uids: number[]): AsyncGenerator<Batch> {
  const { client, withheld } = fetching
  for (let from = 0; from < uids.length; from += LISTED_AT_ONCE) {
    const some = uids.slice(from, from + LISTED_AT_ONCE)
    const wanted = some.filter((uid) => !withheld.isLeftOut(folder, uid))
    const isAlone = ({ uid, bytes }: Listed) => bytes > SMALL_BYTES || withheld.isSuspect(folder, uid)
    for (const group of groupUp(await listMails(client, wanted), isAlone)) {
      const numbers = group.map(({ uid }) => uid)
      try {
        yield { mails: await fetchGroup(fetching, group), upTo: numbers.at(-1) ?? 0, hasLeftOut: false }
      } catch (error) {
        if (isTheirs(client, error)) withheld.failed(folder, numbers)
        throw error
      }
      withheld.given(folder, numbers)
    }
    yield { mails: [], upTo: some.at(-1) ?? 0, hasLeftOut: wanted.length < some.length }
  }
}

/** What the server says of these mails, smallest UID first; those that disappear meanwhile are left out. */
export async function listMails(client: ImapFlow, uids: number[]): Promise<Listed[]> {
  const listed: Listed[] = []
  for (let from = 0; from < uids.length; from += LISTED_AT_ONCE) {
    const range = uids.slice(from, from + LISTED_AT_ONCE).join(',')
    const query = { uid: true, size: true, internalDate: true }
    for (const mail of await client.fetchAll(range, query, { uid: true }))
      listed.push({ uid: mail.uid, bytes: mail.size ?? 0, arrivedAt: arrivalOf(mail) })
  }
  await ensureGone(client, without(uids, listed))
  return listed.sort((one, other) => one.uid - other.uid)
}

function without(uids: number[], got: { uid: number }[]): number[] {
  const known = new Set(got.map(({ uid }) => uid))
  return uids.filter((uid) => !known.has(uid))
}

/** What a server leaves out must really be gone: an answer cut short would cost us mails without a sound. */
async function ensureGone(client: ImapFlow, uids: number[]): Promise<void> {
  if (uids.length === 0) return
  const lying = await listUids(client, { uid: uids.join(',') })
  if (lying.length > 0) throw new NotGiven(`The mail server did not give ${lying.length} mails that it has.`)
}

class NotGiven extends Error {}

/** Rather than a full disk of ours. */
const isTheirs = (client: ImapFlow, error: unknown): boolean =>
  !client.usable || error instanceof NotGiven || isRefusal(error)

function arrivalOf({ internalDate }: FetchMessageObject): Date {
  const date = new Date(internalDate ?? Number.NaN)
  return Number.isNaN(date.getTime()) ? new Date() : date
}

function groupUp(listed: Listed[], isAlone: (mail: Listed) => boolean): Listed[][] {
  const groups: Listed[][] = []
  let bytes = Infinity
  for (const mail of listed) {
    bytes = isAlone(mail) ? Infinity : bytes + mail.bytes
    const last = groups.at(-1)
    if (last && bytes <= BYTES_AT_ONCE && last.length < FETCHED_AT_ONCE) last.push(mail)
    else {
      groups.push([mail])
      bytes = isAlone(mail) ? Infinity : mail.bytes
    }
  }
  return groups
}

async function fetchGroup({ client, files }: Fetching, group: Listed[]): Promise<FetchedMail[]> {
  const [first] = group
  const isLarge = first !== undefined && first.bytes > SMALL_BYTES
  const mails = isLarge ? await fetchLarge(client, first, files) : await fetchSmall(client, group, files)
  const uids = group.map(({ uid }) => uid)
  await ensureGone(client, without(uids, mails))
  return mails
}

async function fetchSmall(client: ImapFlow, group: Listed[], files: Pick<Files, 'store'>): Promise<FetchedMail[]> {
  const sources = new Map<number, Buffer>()
  const range = group.map(({ uid }) => uid).join(',')
  for (const { uid, source } of await client.fetchAll(range, { uid: true, source: true }, { uid: true }))
    if (source) sources.set(uid, source)
  const stored = await Promise.all(
    group.map(async ({ uid, arrivedAt }) => {
      const source = sources.get(uid)
      return (
        source && { uid, arrivedAt, original: await files.store(Readable.from([source]), { maxBytes: MOST_BYTES }) }
      )
    }),
  )
  return stored.filter((mail) => mail !== undefined)
}

async function fetchLarge(
  client: ImapFlow,
  { uid, arrivedAt }: Listed,
  files: Pick<Files, 'store'>,
): Promise<FetchedMail[]> {
  try {
    const original = await files.store(Readable.from(piecesOf(client, uid)), { maxBytes: MOST_BYTES })
    return [{ uid, arrivedAt, original }]
  } catch (error) {
    if (error instanceof Disappeared) return []
    throw error
  }
}

class Disappeared extends Error {}

/** Not `client.download`, to which a mail that disappears half-way is a mail that ends there. */
async function* piecesOf(client: ImapFlow, uid: number): AsyncGenerator<Buffer> {
  for (let start = 0; ; start += PIECE_BYTES) {
    const query = { uid: true, source: { start, maxLength: PIECE_BYTES } }
    const mail = await client.fetchOne(String(uid), query, { uid: true })
    if (!mail) throw new Disappeared()
    if (mail.source?.length) yield mail.source
    if (!mail.source || mail.source.length < PIECE_BYTES) return
  }
}
