import { File, FileAudio, FileText, FileVideo, Image, type LucideIcon, TriangleAlert } from 'lucide-react'
import type { AttachmentBody } from '#protocol/conversations.ts'
import { sayBytes } from './bytes.ts'

const WIDEST_PX = 240
const HIGHEST_PX = 200

export function Attachments({ attachments }: { attachments: AttachmentBody[] }) {
  return (
    <ul className="flex flex-wrap gap-1.5 py-1">
      {attachments.map((attachment) => (
        <li key={attachment.id} className="min-w-0">
          {attachment.thumbnailUrl ? (
            <Picture attachment={attachment} thumbnailUrl={attachment.thumbnailUrl} />
          ) : (
            <Document attachment={attachment} />
          )}
        </li>
      ))}
    </ul>
  )
}

/** Takes its place before it is there, so that nothing moves when it comes. */
function Picture({
  attachment: { url, name, bytes, width, height },
  thumbnailUrl,
}: {
  attachment: AttachmentBody
  thumbnailUrl: string
}) {
  const scale = Math.min(1, WIDEST_PX / (width ?? WIDEST_PX), HIGHEST_PX / (height ?? HIGHEST_PX))
  return (
    <a
      href={url}
      target="_blank"
      rel="noopener noreferrer"
      title={`${name}, ${sayBytes(bytes)}`}
      className="block overflow-hidden rounded bg-hover"
    >
      <img
        src={thumbnailUrl}
        alt={name}
        loading="lazy"
        decoding="async"
        width={Math.max(32, Math.round((width ?? WIDEST_PX) * scale))}
        height={Math.max(32, Math.round((height ?? HIGHEST_PX) * scale))}
        className="block h-auto max-w-full object-cover"
      />
    </a>
  )
}

function Document({ attachment: { url, name, bytes, mediaType, isProgram } }: { attachment: AttachmentBody }) {
  const Icon = isProgram ? TriangleAlert : iconFor(mediaType)
  return (
    <a
      href={url}
      target="_blank"
      rel="noopener noreferrer"
      title={isProgram ? 'This runs when it is opened. Do not open it unless you expect it.' : name}
      className={`flex h-9 max-w-64 items-center gap-2 rounded border bg-surface px-2 text-sm hover:bg-hover ${isProgram ? 'border-danger text-danger' : ''}`}
    >
      <Icon size={16} aria-hidden="true" className={`shrink-0 ${isProgram ? '' : 'text-muted'}`} />
      <bdi className="min-w-0 truncate">{name}</bdi>
      <span className={`shrink-0 text-xs ${isProgram ? '' : 'text-muted'}`}>
        {isProgram ? 'a program: beware' : sayBytes(bytes)}
      </span>
    </a>
  )
}

export function iconFor(mediaType: string): LucideIcon {
  if (mediaType.startsWith('image/')) return Image
  if (mediaType.startsWith('audio/')) return FileAudio
  if (mediaType.startsWith('video/')) return FileVideo
  return mediaType.startsWith('text/') || mediaType === 'application/pdf' ? FileText : File
}
