import type { AttachmentBody, MessageBody } from '#protocol/conversations.ts'
import { showToast } from '../ui/toast.ts'
import type { Draft } from './drafts.ts'
import { choiceOf } from './letter-choice.ts'

/** A draft that says what a message of ours said, above what stands in it already. */
export function takenUp(message: MessageBody, { text, attachments }: Draft): Partial<Draft> {
  const { envelope, subject } = message
  return {
    text: [message.text, text].filter(Boolean).join('\n'),
    attachments: hasFreeFiles(message) ? [...message.attachments, ...attachments] : attachments,
    ...(envelope && {
      letter: choiceOf({ to: envelope.to, cc: envelope.cc, bcc: envelope.bcc, subject: subject ?? undefined }),
    }),
  }
}

/** The files of a message that keeps them on the server, to be sent once more. */
export async function fetchLockedFiles(message: MessageBody): Promise<File[]> {
  if (hasFreeFiles(message)) return []
  try {
    return await Promise.all(message.attachments.map(fetchFile))
  } catch {
    showToast('Its files could not be fetched; attach them again.', { isFailure: true })
    return []
  }
}

/** What was taken back in time gave its files back. */
const hasFreeFiles = ({ delivery }: MessageBody) => delivery.state === 'withdrawn'

async function fetchFile({ url, name, mediaType }: AttachmentBody): Promise<File> {
  const answer = await fetch(url, { credentials: 'same-origin' })
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`)
  return new File([await answer.blob()], name, { type: mediaType })
}
