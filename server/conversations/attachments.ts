import type { Readable } from 'node:stream'
import { fileTypeFromBuffer } from 'file-type'
import { sql } from 'kysely'
import type { Database, Transaction } from '#platform/database/database.ts'
import type { Files } from '#platform/files.ts'
import { type Problem, unavailable } from '#platform/problems.ts'
import { MAX_ATTACHMENT_BYTES } from '#protocol/primitives.ts'
import type { Agent } from '#workspaces/agent.ts'
import { visibleConversations } from './conversation.ts'
import { safeFileName } from './file-name.ts'
import type { AttachmentRow } from './message.ts'
import { makeThumbnail } from './pictures.ts'
import { attachmentNotFound, attachmentTypeNotAllowed } from './problems.ts'
import { isProgramName, isProgramType } from './programs.ts'

/** Who brought a file: only they may put it on a message. */
export type Uploader = { kind: 'member' | 'visitor'; id: string } | { kind: 'system'; id: null }

const columns = ['id', 'name', 'mediaType', 'bytes', 'width', 'height', 'hasThumbnail', 'isInline'] as const

/**
 * Stores a file that nobody has sent yet; unclaimed ones are removed after a day.
 * @throws tooLarge, attachmentTypeNotAllowed, imageNotReadable, unavailable
 */
export async function storeAttachment(
  db: Database | Transaction,
  files: Files,
  {
    workspaceId,
    uploader,
    name,
    content,
  }: { workspaceId: string; uploader: Uploader; name: string; content: Readable },
): Promise<AttachmentRow> {
  const safeName = safeFileName(name)
  if (isProgramName(safeName)) throw attachmentTypeNotAllowed({ detail: `"${safeName}" is a program or script.` })
  const { sha256, bytes, head } = await files.store(content, { maxBytes: MAX_ATTACHMENT_BYTES })
  const { mediaType, picture } = await examine(db, files, sha256, head)
  const keep = async (trx: Database | Transaction) => {
    await lockBytes(trx, sha256)
    // Somebody else's equal bytes may have been removed before anybody knew that we need them too.
    if (!(await files.has(sha256))) throw unavailable({ detail: 'The file was lost on its way. Upload it again.' })
    return trx
      .insertInto('attachments')
      .values({
        workspaceId,
        uploaderKind: uploader.kind,
        uploaderId: uploader.id,
        name: safeName,
        mediaType,
        bytes,
        sha256,
        width: picture?.width ?? null,
        height: picture?.height ?? null,
        hasThumbnail: picture !== undefined,
        createdAt: new Date(),
      })
      .returning(columns)
      .executeTakeFirstOrThrow()
  }
  return db.isTransaction ? keep(db) : db.transaction().execute(keep)
}

/** Looks into a stored file; one whose content is refused leaves again. */
async function examine(db: Database, files: Files, sha256: Buffer, head: Buffer) {
  try {
    const mediaType = await mediaTypeOf(head)
    if (isProgramType(mediaType)) throw attachmentTypeNotAllowed({ detail: 'It is a program, whatever its name says.' })
    return { mediaType, picture: await makeThumbnail(files, sha256, mediaType) }
  } catch (refusal) {
    await removeUnlessShared(db, files, sha256)
    throw refusal
  }
}

/** What it is, by its first bytes. */
export const mediaTypeOf = async (head: Buffer): Promise<string> =>
  (await fileTypeFromBuffer(head))?.mime ?? typeOfText(head)

/** Removes bytes that nothing has any more, of whatever workspace: the same ones are kept once. */
export async function removeUnlessShared(db: Database, files: Files, sha256: Buffer): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await lockBytes(trx, sha256)
    if (!(await isNeeded(trx, sha256))) await files.remove(sha256)
  })
}

/** As an attachment, or as a letter byte for byte. */
async function isNeeded(trx: Transaction, sha256: Buffer): Promise<boolean> {
  const { rows } = await sql`select from attachments where sha256 = ${sha256}
    union all select from messages where original_sha256 = ${sha256}
    union all select from mails where original_sha256 = ${sha256} limit 1`.execute(trx)
  return rows.length > 0
}

/** Whoever else begins or ends to need the same bytes waits. */
export const lockBytes = (trx: Database | Transaction, sha256: Buffer) =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`bytes ${sha256.toString('hex')}`}, 0))`.execute(trx)

/** Text has no signature: it is text when it decodes as UTF-8 and holds no NUL. What looks like HTML is still only text. */
function typeOfText(head: Buffer): string {
  if (head.includes(0)) return 'application/octet-stream'
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return 'text/plain'
  } catch {
    return 'application/octet-stream'
  }
}

/** Locks attachments that this uploader has put on no message yet, in the order asked for. */
export async function claimAttachments(
  trx: Transaction,
  workspaceId: string,
  uploader: Uploader,
  ids: string[],
): Promise<AttachmentRow[] | { problem: Problem }> {
  if (ids.length === 0) return []
  const rows = await trx
    .selectFrom('attachments')
    .where('workspaceId', '=', workspaceId)
    .where('id', 'in', ids)
    .where('messageId', 'is', null)
    .where('uploaderKind', '=', uploader.kind)
    .where('uploaderId', 'is not distinct from', uploader.id)
    .select(columns)
    .orderBy('id')
    .forUpdate()
    .execute()
  const found = new Map(rows.map((row) => [row.id, row]))
  const claimed = [...new Set(ids)].flatMap((id) => found.get(id) ?? [])
  return claimed.length === new Set(ids).size ? claimed : { problem: attachmentNotFound() }
}

type Claim = { workspaceId: string; attachmentId: string; messageId: string; position: number }

export async function attachToMessages(trx: Transaction, claims: Claim[]): Promise<void> {
  if (claims.length === 0) return
  await sql`update attachments set message_id = claims."messageId", position = claims.position
    from jsonb_to_recordset(${JSON.stringify(claims)}::jsonb)
      as claims("workspaceId" uuid, "attachmentId" uuid, position int, "messageId" uuid)
    where attachments.workspace_id = claims."workspaceId" and attachments.id = claims."attachmentId"`.execute(trx)
}

/** What a download needs. */
export type StoredAttachment = Awaited<ReturnType<typeof findAttachment>> & object

export const findAttachment = (db: Database, workspaceId: string, id: string) =>
  db
    .selectFrom('attachments')
    .leftJoin('messages', (join) =>
      join
        .onRef('messages.workspaceId', '=', 'attachments.workspaceId')
        .onRef('messages.id', '=', 'attachments.messageId'),
    )
    .where('attachments.workspaceId', '=', workspaceId)
    .where('attachments.id', '=', id)
    .select([
      'name',
      'mediaType',
      'bytes',
      'sha256',
      'hasThumbnail',
      'uploaderKind',
      'uploaderId',
      'messages.conversationId',
    ])
    .executeTakeFirst()

/** Only on messages this agent can see, or their own that is on no message yet. @throws attachmentNotFound */
export async function getAttachment(db: Database, agent: Agent, id: string): Promise<StoredAttachment> {
  const attachment = await findAttachment(db, agent.workspaceId, id)
  if (!attachment) throw attachmentNotFound()
  const { conversationId, uploaderKind, uploaderId } = attachment
  if (conversationId === null) {
    if (uploaderKind === 'member' && uploaderId === agent.id) return attachment
    throw attachmentNotFound()
  }
  const visible = await visibleConversations(db, agent)
    .where('conversations.id', '=', conversationId)
    .select('id')
    .executeTakeFirst()
  if (!visible) throw attachmentNotFound()
  return attachment
}
