import { RotateCw, TriangleAlert, X } from 'lucide-react'
import type { AttachmentBody } from '#protocol/conversations.ts'
import { iconFor } from '../conversation/Attachments.tsx'
import { sayBytes } from '../conversation/bytes.ts'
import { IconButton } from '../ui/IconButton.tsx'
import type { Upload } from './useUploads.ts'

type StripProps = {
  attachments: readonly AttachmentBody[]
  uploads: readonly Upload[]
  onRemove: (attachmentId: string) => void
  onRetry: (key: string) => void
  onRemoveUpload: (key: string) => void
}

/** The files that go with what is being written: those that are there, and those on their way. */
export function AttachmentStrip({ attachments, uploads, onRemove, onRetry, onRemoveUpload }: StripProps) {
  if (attachments.length + uploads.length === 0) return null
  return (
    <ul aria-label="Attachments" className="flex max-h-40 flex-wrap gap-1.5 overflow-y-auto px-4 pb-2 max-sm:px-3">
      {attachments.map(({ id, name, mediaType, bytes, thumbnailUrl }) => {
        const Icon = iconFor(mediaType)
        return (
          <li key={id} className={chip}>
            {thumbnailUrl ? (
              <img src={thumbnailUrl} alt="" width={24} height={24} className="size-6 shrink-0 rounded object-cover" />
            ) : (
              <Icon size={16} aria-hidden="true" className="shrink-0 text-muted" />
            )}
            <bdi className="min-w-0 truncate">{name}</bdi>
            <span className="shrink-0 text-xs text-muted">{sayBytes(bytes)}</span>
            <IconButton icon={X} size="sm" label={`Remove ${name}`} onClick={() => onRemove(id)} />
          </li>
        )
      })}
      {uploads.map((upload) => (
        <UploadChip key={upload.key} upload={upload} onRetry={onRetry} onRemove={onRemoveUpload} />
      ))}
    </ul>
  )
}

type ChipProps = { upload: Upload; onRetry: (key: string) => void; onRemove: (key: string) => void }

function UploadChip({ upload: { key, name, fraction, failure, mayRetry }, onRetry, onRemove }: ChipProps) {
  if (failure) {
    return (
      <li role="alert" className={`${chip} border-danger text-danger`}>
        <TriangleAlert size={16} aria-hidden="true" className="shrink-0" />
        <span className="min-w-0 truncate" title={failure}>
          <bdi>{name}</bdi>: {failure}
        </span>
        {mayRetry && <IconButton icon={RotateCw} size="sm" label={`Try ${name} again`} onClick={() => onRetry(key)} />}
        <IconButton icon={X} size="sm" label={`Remove ${name}`} onClick={() => onRemove(key)} />
      </li>
    )
  }
  return (
    <li className={chip}>
      <progress value={fraction} aria-label={`Sending ${name}`} className="upload-progress h-1 w-10 shrink-0" />
      <bdi className="min-w-0 truncate">{name}</bdi>
      <IconButton icon={X} size="sm" label={`Stop sending ${name}`} onClick={() => onRemove(key)} />
    </li>
  )
}

const chip = 'flex h-9 max-w-full items-center gap-2 rounded border bg-surface pr-0.5 pl-2 text-sm'
