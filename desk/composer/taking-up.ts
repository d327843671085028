import type { AttachmentBody, MessageBody } from '#protocol/conversations.ts'
import { showToast } from '../ui/toast.ts'
import type { Draft } from './drafts.ts'
import { choiceOf } from './letter-choice.ts'

/** A draft that says what a message of ours said, above what stands in it already. */
export function takenUp({ text, subject, envelope }: MessageBody, written: string): Partial<Draft> {
  return {
    text: [text, written].filter(Boolean).join('\n'),
    ...(envelope && {
      letter: choiceOf({ to: envelope.to, cc: envelope.cc, bcc: envelope.bcc, subject: subject ?? undefined }),
    }),
  }
}

/** The files of a message, to be sent once more: those on the server belong to that message. */
export async function fetchFiles(attachments: readonly AttachmentBody[]): Promise<File[]> {
  try {
    return await Promise.all(attachments.map(fetchFile))
  } catch {
    showToast('Its files could not be fetched; attach them again.', { isFailure: true })
    return []
  }
}

async function fetchFile({ url, name, mediaType }: AttachmentBody): Promise<File> {
  const answer = await fetch(url, { credentials: 'same-origin' })
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`)
  return new File([await answer.blob()], name, { type: mediaType })
}
