import { access, constants, stat, statfs } from 'node:fs/promises'
import path from 'node:path'
import { loadSecret } from '#platform/secrets.ts'
import type { Settings } from '#platform/settings.ts'
import type { Finding } from './doctor.ts'

/** Less than this and the next busy day, or PostgreSQL's own housekeeping, may fill the disk. */
const LEAST_FREE_BYTES = 1024 ** 3

export async function examineFolder({ dataFolder }: Settings): Promise<Finding> {
  try {
    await access(dataFolder, constants.W_OK)
    return { check: 'data folder', isWell: true, says: `${dataFolder} is there and can be written.` }
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? error.code : error
    const advice = 'Set INFOLETT_DATA as for the server, and run this as the user that runs it.'
    return { check: 'data folder', isWell: false, says: `${dataFolder} cannot be written (${reason}). ${advice}` }
  }
}

export async function examineDisk({ dataFolder }: Settings): Promise<Finding> {
  const disk = await statfs(dataFolder).catch(() => undefined)
  if (!disk) return { check: 'disk', isWell: false, says: `Nothing is known of the disk of ${dataFolder}.` }
  const freeBytes = disk.bavail * disk.bsize
  const free = `${(freeBytes / 1024 ** 3).toFixed(1)} GB are free on the disk of ${dataFolder}.`
  const isWell = freeBytes >= LEAST_FREE_BYTES
  return { check: 'disk', isWell, says: isWell ? free : `Only ${free} Make room for at least 1 GB.` }
}

export async function examineSecret({ dataFolder, secret }: Settings): Promise<Finding> {
  const check = 'secret'
  if (secret) return { check, isWell: true, says: 'It is set in INFOLETT_SECRET.' }
  const file = path.join(dataFolder, 'secret')
  const found = await stat(file).catch(() => undefined)
  if (!found) {
    const advice =
      'The next start makes one; if there was one, restore it first, or sign-ins and stored secrets are lost.'
    return { check, isWell: false, says: `${file} is not there. ${advice}` }
  }
  if (found.mode & 0o077) return { check, isWell: false, says: `${file} can be read by others: chmod 600 ${file}` }
  return loadSecret(dataFolder, undefined).then(
    () => ({ check, isWell: true, says: `${file} is there and closed to others.` }),
    (error: Error) => ({ check, isWell: false, says: error.message }),
  )
}
