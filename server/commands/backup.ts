import { chmod, mkdir, mkdtemp, readdir, realpath, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { copyFileDurably, copyFolder } from '#platform/copying.ts'
import { copyCluster } from '#platform/database/embedded-backup.ts'
import { explainFolder } from '#platform/database/embedded-folder.ts'
import { readSettings, type Settings } from '#platform/settings.ts'
import { openDatabase } from './database.ts'

/** Makes a folder from which a server starts as it is: `INFOLETT_DATA=FOLDER npm start`. */
export async function backUp([given]: string[]): Promise<void> {
  if (!given) throw new Error('Say where to: npx infolett backup FOLDER')
  const settings = readSettings(process.env)
  const folder = path.resolve(given)
  await refuseFolder(folder, settings)

  const draft = await makeDraft(folder)
  try {
    // The database first: files are only ever added, so later ones fit an earlier database.
    if (!settings.databaseUrl) await copyDatabase(settings, path.join(draft, 'postgres'))
    await copyFiles(settings, draft)
    await rename(draft, folder)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw explainFolder(path.dirname(folder), error)
  }
  tell(folder, settings)
}

/** A backup in the folder that it is of would be lost with it, and the next one would copy it too. */
async function refuseFolder(folder: string, { dataFolder }: Settings): Promise<void> {
  const home = await realpath(dataFolder).catch(() => dataFolder)
  if (`${folder}${path.sep}`.startsWith(`${home}${path.sep}`))
    throw new Error(`${folder} lies in the data folder: back up to another place, best to another disk.`)
  const contents = await readdir(folder).catch(() => [])
  if (contents.length > 0) throw new Error(`${folder} is not empty: name a folder that is not there yet.`)
}

/** A backup appears under its name only when it is complete. */
async function makeDraft(folder: string): Promise<string> {
  try {
    await mkdir(path.dirname(folder), { recursive: true })
    const draft = await mkdtemp(`${folder}.new-`)
    // As a start makes it: root opens the way to the user that PostgreSQL runs as.
    if (process.geteuid?.() === 0) await chmod(draft, 0o711)
    return draft
  } catch (error) {
    throw explainFolder(path.dirname(folder), error)
  }
}

async function copyDatabase(settings: Settings, target: string): Promise<void> {
  await using database = await openDatabase(settings)
  await copyCluster(database.url, target)
}

async function copyFiles({ dataFolder }: Settings, draft: string): Promise<void> {
  const isComplete = (name: string) => name !== 'arriving'
  await copyFolder(path.join(dataFolder, 'files'), path.join(draft, 'files'), isComplete)
  await copyFileDurably(path.join(dataFolder, 'secret'), path.join(draft, 'secret'))
}

function tell(folder: string, { databaseUrl, secret }: Settings): void {
  if (databaseUrl) {
    console.log(
      `Files and secret are in ${folder}. The database at DATABASE_URL is not: back it up just before them with`,
    )
    console.log('  pg_dump --format=custom --file=infolett.dump "$DATABASE_URL"')
  } else {
    console.log(`Everything is in ${folder}. To start from it: INFOLETT_DATA=${folder} npm start`)
  }
  if (secret) console.log('INFOLETT_SECRET is not in it: keep it as you keep your other secrets.')
}
