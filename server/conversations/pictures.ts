import type { Files } from '#platform/files.ts'
import { imageNotReadable } from './problems.ts'

const PICTURES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'])
/** A small file may claim to be a huge picture; beyond this it is not opened. */
const MAX_PIXELS = 100_000_000
const THUMBNAIL_PIXELS = 640

export const THUMBNAIL = 'thumbnail.webp'

/** Types that a browser may show in place; everything else is only downloaded. */
export const isPicture = (mediaType: string): boolean => PICTURES.has(mediaType)

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
  // Loaded at the first picture: a desk that never sees one never pays for it.
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  try {
    const picture = sharp(files.pathOf(sha256), { limitInputPixels: MAX_PIXELS, failOn: 'error', pages: 1 })
    const { width, height } = (await picture.metadata()).autoOrient
    await picture
      .autoOrient()
      .resize(THUMBNAIL_PIXELS, THUMBNAIL_PIXELS, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 80 })
      .timeout({ seconds: 10 })
      .toFile(files.pathOf(sha256, THUMBNAIL))
    return { width, height }
  } catch (cause) {
    throw imageNotReadable({ detail: cause instanceof Error ? cause.message.slice(0, 200) : undefined })
  }
}
