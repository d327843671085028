import { type SelectQueryBuilder, sql } from 'kysely'
import type { Database, Transaction } from '#platform/database/database.ts'
import type { DB } from '#platform/database/schema.generated.ts'
import type { MessageContent } from '#protocol/content.ts'
import type { AttachmentBody, EnvelopeBody, LeftOut, MessageBody } from '#protocol/conversations.ts'
import { photoOf, photoUrl } from '#workspaces/photo-address.ts'
import { excerptOf, hasMoreThanExcerpt } from './excerpt.ts'
import { isProgram } from './programs.ts'

/** A stored attachment as it rides along with its message. */
export type AttachmentRow = Pick<
  AttachmentBody,
  'id' | 'name' | 'mediaType' | 'bytes' | 'width' | 'height' | 'isInline'
> & {
  hasThumbnail: boolean
}

/** The attachments of a message, in the order they were put on, without a query of their own. */
export const attachmentsOfMessage = sql<AttachmentRow[]>`coalesce((
  select jsonb_agg(jsonb_build_object('id', id, 'name', name, 'mediaType', media_type, 'bytes', bytes, 'width', width,
    'height', height, 'hasThumbnail', has_thumbnail, 'isInline', is_inline) order by position)
  from attachments where attachments.workspace_id = messages.workspace_id and attachments.message_id = messages.id), '[]')`

const columns = [
  'messages.workspaceId',
  'messages.id',
  'messages.conversationId',
  'messages.threadId',
  'messages.revision',
  'messages.kind',
  'messages.authorKind',
  'messages.authorId',
  'messages.authorName',
  'messages.subject',
  'messages.isAutomatic',
  'messages.clientId',
  'messages.deliveryState',
  'messages.deliveryFailure',
  'messages.undoUntil',
  'messages.sentAt',
] as const

/** The HTML of a letter, its original and all of a long text are read when somebody looks at them. */
export const selectMessages = (query: SelectQueryBuilder<DB, 'messages', object>) =>
  query
    .select(columns)
    .select([
      excerptOf<string>('text').as('text'),
      excerptOf<string | null>('foldedText').as('foldedText'),
      hasMoreThanExcerpt.as('isExcerpt'),
      sql<boolean>`messages.html is not null`.as('hasHtml'),
      sql<boolean>`messages.original_sha256 is not null`.as('hasOriginal'),
      sql<EnvelopeBody | null>`messages.envelope`.as('envelope'),
      sql<MessageContent | null>`messages.content`.as('content'),
      sql<LeftOut[] | null>`messages.left_out`.as('leftOut'),
      photoOf('messages.workspaceId', 'messages.authorId').as('authorPhoto'),
      attachmentsOfMessage.as('attachments'),
    ])

export type MessageRow = Awaited<ReturnType<ReturnType<typeof selectMessages>['executeTakeFirstOrThrow']>>

export function toMessageBody(row: MessageRow): MessageBody {
  const photo = photoUrl(row.authorPhoto)
  return {
    id: row.id,
    conversationId: row.conversationId,
    threadId: row.threadId,
    revision: row.revision,
    kind: row.kind,
    author: { kind: row.authorKind, id: row.authorId, name: row.authorName, ...(photo && { photoUrl: photo }) },
    subject: row.subject,
    text: row.text,
    foldedText: row.foldedText,
    ...(row.isExcerpt && { isExcerpt: true }),
    hasHtml: row.hasHtml,
    hasOriginal: row.hasOriginal,
    envelope: row.envelope,
    attachments: row.attachments.map((attachment) => toAttachmentBody(row.workspaceId, attachment)),
    ...(row.content && { content: row.content }),
    isAutomatic: row.isAutomatic,
    delivery: {
      state: row.deliveryState,
      failure: row.deliveryFailure,
      ...(row.leftOut && { leftOut: row.leftOut }),
      undoUntil: row.undoUntil?.toISOString() ?? null,
    },
    clientId: row.clientId,
    sentAt: row.sentAt.toISOString(),
  }
}

/** For the desk: the session of the asker opens it. */
export function toAttachmentBody(workspaceId: string, { hasThumbnail, ...attachment }: AttachmentRow): AttachmentBody {
  const url = `/api/workspaces/${workspaceId}/attachments/${attachment.id}`
  return {
    ...attachment,
    url,
    thumbnailUrl: hasThumbnail ? `${url}/thumbnail` : null,
    isProgram: isProgram(attachment),
  }
}

/** By message id. */
export async function listMessageBodies(
  db: Database | Transaction,
  messages: { workspaceId: string; id: string }[],
): Promise<Map<string, MessageBody>> {
  if (messages.length === 0) return new Map()
  const wanted = JSON.stringify(messages.map(({ workspaceId, id }) => ({ workspace_id: workspaceId, id })))
  const rows = await selectMessages(
    db.selectFrom('messages').where(
      sql<boolean>`(messages.workspace_id, messages.id) in
          (select workspace_id, id from jsonb_to_recordset(${wanted}::jsonb) as wanted(workspace_id uuid, id uuid))`,
    ),
  ).execute()
  return new Map(rows.map((row) => [row.id, toMessageBody(row)]))
}
