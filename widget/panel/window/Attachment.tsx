import type { Chat } from '../chat.ts'
import { formatBytes } from '../numbers.ts'
import { Icon } from './Icon.tsx'

type Props = {
  chat: Chat
  name: string
  bytes: number
  url?: string
  /** How much has gone up, while it goes up. */
  share?: number | undefined
}

type PictureProps = Props & { width: number; height: number; thumbnailUrl?: string | null; blob?: Blob | undefined }

const LARGEST = 240
const SMALLEST = 48

/** Takes its room before it is loaded, so that nothing jumps. */
export function Picture({ chat, name, url, share, width, height, thumbnailUrl, blob }: PictureProps) {
  const scale = Math.min(1, LARGEST / Math.max(width, height))
  const box = { width: `${Math.max(SMALLEST, width * scale)}px`, aspectRatio: `${width} / ${height}` }
  const { server } = chat.page
  const inside = (
    <>
      {blob && <Drawing blob={blob} />}
      {thumbnailUrl && <img src={new URL(thumbnailUrl, server).href} alt={name} loading="lazy" />}
      {!thumbnailUrl && <span class="hidden">{name}</span>}
      <Progress share={share} />
    </>
  )
  if (!url)
    return (
      <span class="picture" style={box}>
        {inside}
      </span>
    )
  return (
    <a class="picture" style={box} href={new URL(url, server).href} target="_blank" rel="noopener noreferrer">
      {inside}
    </a>
  )
}

const drawn = new WeakSet<HTMLCanvasElement>()

/** On a canvas: a picture from memory would need `blob:` in the page's content security policy. */
export function Drawing({ blob }: { blob: Blob }) {
  return <canvas ref={(canvas) => void (canvas && drawOnce(canvas, blob))} />
}

async function drawOnce(canvas: HTMLCanvasElement, blob: Blob) {
  if (drawn.has(canvas)) return
  drawn.add(canvas)
  const bitmap = await createImageBitmap(blob, { resizeWidth: canvas.clientWidth * devicePixelRatio })
  canvas.width = bitmap.width
  canvas.height = bitmap.height
  canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap)
}

export function FileLink({ chat, name, bytes, url, share }: Props) {
  const inside = (
    <>
      <Icon name="file" />
      <span class="name">{name}</span>
      <small>{formatBytes(bytes, chat.locale)}</small>
      <Progress share={share} />
    </>
  )
  if (!url) return <span class="file">{inside}</span>
  return (
    <a class="file" href={new URL(url, chat.page.server).href} target="_blank" rel="noopener noreferrer">
      {inside}
    </a>
  )
}

export function Progress({ share }: { share: number | undefined }) {
  return share === undefined ? null : <progress value={share} />
}
