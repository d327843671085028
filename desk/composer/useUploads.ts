import { useRef, useState } from 'react'
import type { AttachmentBody } from '#protocol/conversations.ts'
import { MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS } from '#protocol/primitives.ts'
import { upload } from '../api.ts'
import { ApiProblem, explain } from '../problem.ts'
import { useWorkspaceId } from '../workspace/membership.ts'

/** A file on its way to the server. */
export type Upload = {
  key: string
  name: string
  bytes: number
  /** 0 to 1. */
  fraction: number
  failure: string | null
  /** Whether another try may help. */
  mayRetry: boolean
}

/** Sends files as soon as they are chosen; `onUploaded` gets each that has arrived. */
export function useUploads(onUploaded: (attachment: AttachmentBody) => void) {
  const workspaceId = useWorkspaceId()
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const files = useRef(new Map<string, { file: File; abort: AbortController }>())

  const change = (key: string, to: Partial<Upload>) =>
    setUploads((all) => all.map((one) => (one.key === key ? { ...one, ...to } : one)))

  function add(chosen: Iterable<File>, alreadyThere: number) {
    const room = MAX_ATTACHMENTS - alreadyThere - uploads.length
    for (const [index, file] of [...chosen].entries()) {
      const key = crypto.randomUUID()
      const failure = index < room ? refusalOf(file) : `A message holds ${MAX_ATTACHMENTS} files at most.`
      files.current.set(key, { file, abort: new AbortController() })
      setUploads((all) => [...all, { key, name: file.name, bytes: file.size, fraction: 0, failure, mayRetry: false }])
      if (!failure) void send(key)
    }
  }

  async function send(key: string) {
    const one = files.current.get(key)
    if (!one) return
    change(key, { fraction: 0, failure: null })
    try {
      const attachment = await upload<AttachmentBody>(`/workspaces/${workspaceId}/attachments`, one.file, {
        query: { name: one.file.name },
        signal: one.abort.signal,
        onProgress: (fraction) => change(key, { fraction }),
      })
      if (files.current.has(key)) onUploaded(attachment)
      remove(key)
    } catch (error) {
      if (one.abort.signal.aborted) return
      change(key, {
        failure: whyNot(error),
        mayRetry: !(error instanceof ApiProblem) || error.status >= 500 || error.status === 429,
      })
    }
  }

  function remove(key: string) {
    files.current.get(key)?.abort.abort()
    files.current.delete(key)
    setUploads((all) => all.filter((one) => one.key !== key))
  }

  return { uploads, add, retry: send, remove, isUploading: uploads.some(({ failure }) => failure === null) }
}

function refusalOf({ size }: File): string | null {
  if (size === 0) return 'This file is empty.'
  return size > MAX_ATTACHMENT_BYTES ? tooLarge : null
}

const tooLarge = `Files may have ${MAX_ATTACHMENT_BYTES / 1024 ** 2} MB at most.`

function whyNot(error: unknown): string {
  if (error instanceof ApiProblem && error.status === 413) return tooLarge
  if (error instanceof ApiProblem && error.status === 415) return 'Files of this kind cannot be sent.'
  return explain(error)
}
