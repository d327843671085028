import { randomUUID } from 'node:crypto'
import { rename, rm } from 'node:fs/promises'
import type { Files } from '#platform/files.ts'
import { imageNotReadable } from './problems.ts'

/**
 * The types that are pictures, and how many pixels are opened: thirty bytes may claim to be a huge one. Cameras make
 * large JPEGs, which are read row by row; the others may need all their pixels in memory at once.
 */
const MAX_PIXELS: Record<string, number> = {
  'image/jpeg': 100_000_000,
  'image/png': 40_000_000,
  'image/gif': 40_000_000,
  'image/webp': 40_000_000,
  'image/avif': 40_000_000,
}
const THUMBNAIL_PIXELS = 640

export const THUMBNAIL = 'thumbnail.webp'

/** Types that a browser may show in place; everything else is only downloaded. */
export const isPicture = (mediaType: string): boolean => Object.hasOwn(MAX_PIXELS, mediaType)

/**
 * Makes a picture's thumbnail beside it and tells its size as a person sees it (rotation applied). Undefined: no picture.
 * @throws imageNotReadable when it says it is a picture and cannot be opened as one
 */
export async function makeThumbnail(
  files: Files,
  sha256: Buffer,
  mediaType: string,
): Promise<{ width: number; height: number } | undefined> {
  if (!isPicture(mediaType)) return undefined
  return inTurn(() => draw(files, sha256, MAX_PIXELS[mediaType] ?? 0))
}

let turn: Promise<unknown> = Promise.resolve()

/** One at a time: a picture may take hundreds of megabytes while it is open, and a core for a second. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = turn.then(work)
  turn = mine.catch(() => {})
  return mine
}

async function draw(
  files: Files,
  sha256: Buffer,
  limitInputPixels: number,
): Promise<{ width: number; height: number }> {
  // Loaded at the first picture: a desk that never sees one never pays for it.
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  const drawing = files.pathOf(sha256, `${randomUUID()}.webp`)
  try {
    const picture = sharp(files.pathOf(sha256), { limitInputPixels, failOn: 'error', pages: 1 })
    const { width, height } = (await picture.metadata()).autoOrient
    await picture
      .autoOrient()
      .resize(THUMBNAIL_PIXELS, THUMBNAIL_PIXELS, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 80 })
      .timeout({ seconds: 10 })
      .toFile(drawing)
    // Whoever looks at the same picture now sees the whole thumbnail, old or new.
    await rename(drawing, files.pathOf(sha256, THUMBNAIL))
    return { width, height }
  } catch (cause) {
    throw imageNotReadable({ detail: cause instanceof Error ? cause.message.slice(0, 200) : undefined })
  } finally {
    await rm(drawing, { force: true })
  }
}
