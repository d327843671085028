import type { Secrets } from '#platform/secrets.ts'
import type { AttachmentBody, MessageBody } from '#protocol/conversations.ts'
import type { WidgetMessageBody } from '#protocol/widget.ts'

const DAY_SECONDS = 24 * 60 * 60

/** A message as its customer sees it. The links of its files are signed, because pictures bring no token. */
export function toWidgetMessage(secrets: Secrets, workspaceId: string, message: MessageBody): WidgetMessageBody {
  const { id, threadId, kind, author, text, attachments, content, delivery, clientId, sentAt } = message
  if (kind === 'note') throw new Error('A note never goes to a customer')
  return {
    id,
    threadId,
    kind,
    author: { kind: author.kind, name: author.name, ...(author.photoUrl && { photoUrl: author.photoUrl }) },
    text,
    attachments: attachments.map((attachment) => toWidgetAttachment(secrets, workspaceId, attachment)),
    ...(content && { content }),
    state: delivery.state,
    clientId,
    sentAt,
  }
}

export function toWidgetAttachment(secrets: Secrets, workspaceId: string, attachment: AttachmentBody): AttachmentBody {
  const url = signedUrl(secrets, workspaceId, attachment.id)
  return { ...attachment, url, thumbnailUrl: attachment.thumbnailUrl === null ? null : `${url}&thumbnail=true` }
}

/** Good for one to two days: the same link all day long, so that a browser keeps what it has. */
function signedUrl(secrets: Secrets, workspaceId: string, id: string): string {
  const expires = (Math.floor(Date.now() / 1000 / DAY_SECONDS) + 2) * DAY_SECONDS
  const mac = secrets.sign('attachment', `${workspaceId} ${id} ${expires}`)
  return `/api/widget/attachments/${id}?workspace=${workspaceId}&expires=${expires}&signature=${mac}`
}

export function isSignedUrlValid(
  secrets: Secrets,
  { workspace, id, expires, signature }: { workspace: string; id: string; expires: number; signature: string },
): boolean {
  return secrets.verify('attachment', `${workspace} ${id} ${expires}`, signature) && expires > Date.now() / 1000
}
