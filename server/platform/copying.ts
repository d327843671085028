import { copyFile, mkdir, open, readdir } from 'node:fs/promises'
import path from 'node:path'

/**
 * Copies a folder so that the copy is on disk when this resolves, readable by its owner alone. What vanishes meanwhile,
 * and what `isWanted` does not want by its name inside the folder, is left out.
 */
export async function copyFolder(
  from: string,
  to: string,
  isWanted: (name: string) => boolean = () => true,
  inside = '',
): Promise<void> {
  const entries = await readdir(path.join(from, inside), { withFileTypes: true }).catch(unlessGone)
  if (!entries) return
  await mkdir(path.join(to, inside), { recursive: true, mode: 0o700 })
  for (const entry of entries) {
    const name = path.join(inside, entry.name)
    if (!isWanted(name)) continue
    if (entry.isDirectory()) await copyFolder(from, to, isWanted, name)
    else if (entry.isFile()) await copyFileDurably(path.join(from, name), path.join(to, name))
  }
  await using folder = await open(path.join(to, inside))
  await folder.sync()
}

/** Copies a file unless it is gone. */
export async function copyFileDurably(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to)
  } catch (error) {
    return unlessGone(error)
  }
  await using file = await open(to, 'r+')
  await file.datasync()
}

function unlessGone(error: unknown): undefined {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
}
