import { type SelectQueryBuilder, sql } from 'kysely'
import type { Database, Transaction } from '#platform/database/database.ts'
import type { DB } from '#platform/database/schema.generated.ts'
import type { AttachmentBody, MessageBody } from '#protocol/conversations.ts'

/** A stored attachment as it rides along with its message. */
export type AttachmentRow = Pick<AttachmentBody, 'id' | 'name' | 'mediaType' | 'bytes' | 'width' | 'height'> & {
  hasThumbnail: boolean
}

/** The attachments of a message, in the order they were put on, without a query of their own. */
export const attachmentsOfMessage = sql<AttachmentRow[]>`coalesce((
  select jsonb_agg(jsonb_build_object('id', id, 'name', name, 'mediaType', media_type, 'bytes', bytes, 'width', width,
    'height', height, 'hasThumbnail', has_thumbnail) order by position)
  from attachments where attachments.workspace_id = messages.workspace_id and attachments.message_id = messages.id), '[]')`

export const selectMessages = (query: SelectQueryBuilder<DB, 'messages', object>) =>
  query.selectAll('messages').select(attachmentsOfMessage.as('attachments'))

export type MessageRow = Awaited<ReturnType<ReturnType<typeof selectMessages>['executeTakeFirstOrThrow']>>

export function toMessageBody(row: MessageRow): MessageBody {
  return {
    id: row.id,
    conversationId: row.conversationId,
    threadId: row.threadId,
    revision: row.revision,
    kind: row.kind,
    author: { kind: row.authorKind, id: row.authorId, name: row.authorName },
    text: row.text,
    attachments: row.attachments.map((attachment) => toAttachmentBody(row.workspaceId, attachment)),
    delivery: { state: row.deliveryState, failure: row.deliveryFailure },
    clientId: row.clientId,
    sentAt: row.sentAt.toISOString(),
  }
}

/** For the desk: the session of the asker opens it. */
export function toAttachmentBody(workspaceId: string, { hasThumbnail, ...attachment }: AttachmentRow): AttachmentBody {
  const url = `/api/workspaces/${workspaceId}/attachments/${attachment.id}`
  return { ...attachment, url, thumbnailUrl: hasThumbnail ? `${url}/thumbnail` : null }
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
