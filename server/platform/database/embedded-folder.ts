import { randomUUID } from 'node:crypto'
import { access, constants, link, mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findProcessStart } from './embedded-processes.ts'

type DataFolder = { path: string; release(): Promise<void> }

/**
 * Makes the data folder if need be and keeps it for this process alone until it is released or the process ends.
 * @param patienceSeconds how long another Infolett, which may be ending just now, is waited for
 * @throws Error with a sentence that says what to do when it cannot be written or another Infolett has it
 */
export async function takeFolder(folder: string, patienceSeconds: number): Promise<DataFolder> {
  const path = await ensureFolder(folder)
  try {
    return { path, release: await lock(path, Date.now() + patienceSeconds * 1000) }
  } catch (error) {
    throw explainFolder(folder, error)
  }
}

/**
 * Makes the data folder if need be and returns where it really is.
 * @throws Error with a sentence that says what to do when it cannot be written
 */
export async function ensureFolder(folder: string): Promise<string> {
  try {
    // Root opens the way, but not the list of names, to the user that PostgreSQL runs as.
    await makeFolder(resolve(folder), process.geteuid?.() === 0 ? 0o711 : 0o700)
    await access(folder, constants.W_OK)
    return await realpath(folder)
  } catch (error) {
    throw explainFolder(folder, error)
  }
}

/** What a person can do about a failure to write in a folder; other errors come back as they are. */
export function explainFolder(folder: string, error: unknown): unknown {
  if (codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT') return new Error(diskIsFull(folder), { cause: error })
  // Node's file errors read "EACCES: permission denied, mkdir '/there'".
  const reason = /^E[A-Z]+: (.*), \w+ '/.exec(error instanceof Error ? error.message : '')?.[1]
  if (!reason) return error

  const advice = 'Make it writable for this user, or set INFOLETT_DATA to another folder.'
  return new Error(`Infolett cannot write to ${folder} (${reason}). ${advice}`, { cause: error })
}

export function diskIsFull(folder: string): string {
  return `The disk that holds ${folder} is full. Free some space and start Infolett again.`
}

/** Whether PostgreSQL's words mean a full disk; its "wrote only 4096 of 8192 bytes" does. */
export function saysDiskIsFull(words: string): boolean {
  return /No space left|quota exceeded|wrote only \d+ of/i.test(words)
}

export function alreadyRuns(pid?: number): string {
  const who = pid === undefined ? '' : ` (process ${pid})`
  return `Infolett already runs on this data folder${who}. Stop it first, or set INFOLETT_DATA to another folder.`
}

/** Not mkdir's own `recursive`, which never returns where nothing can be made, as in /proc. */
async function makeFolder(path: string, mode: number): Promise<void> {
  try {
    await mkdir(path, mode)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return
    if (codeOf(error) !== 'ENOENT' || (await isThere(dirname(path)))) throw error
    await makeFolder(dirname(path), mode)
    await mkdir(path, mode)
  }
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

async function lock(folder: string, patientUntil: number): Promise<() => Promise<void>> {
  const path = join(folder, 'infolett.pid')
  const mine = `${process.pid} ${await findProcessStart(process.pid)}\n`
  const draft = `${path}.${randomUUID()}`
  try {
    await writeFile(draft, mine, { flush: true })
    // A link appears at once and whole: nobody reads a lock that is half written.
    while (!(await linkUnlessTaken(draft, path))) await removeStale(path, patientUntil)
  } finally {
    await rm(draft, { force: true })
  }
  return async () => {
    if ((await readIfThere(path)) === mine) await rm(path, { force: true })
  }
}

async function removeStale(path: string, patientUntil: number): Promise<void> {
  const found = await readIfThere(path)
  if (found === undefined) return

  const holder = /^(\d+) (.*)\n$/.exec(found)
  const pid = Number(holder?.[1])
  // The start tells the holder from a later process that was given the same number.
  if (holder && (await findProcessStart(pid)) === holder[2]) {
    if (Date.now() >= patientUntil) throw new Error(alreadyRuns(pid))
    return sleep(50)
  }

  const aside = `${path}.${randomUUID()}`
  await rename(path, aside).catch(unlessMissing)
  // Another start may have replaced the stale lock since we read it: then it is theirs and goes back.
  if (![found, undefined].includes(await readIfThere(aside))) await linkUnlessTaken(aside, path)
  await rm(aside, { force: true })
}

async function linkUnlessTaken(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(unlessMissing)
}

function unlessMissing(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
