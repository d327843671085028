import { sql } from 'kysely'
import type { Transaction } from '#platform/database/database.ts'
import type { AuthorKind, MessageKind } from '#protocol/conversations.ts'
import { previewOf } from './conversation.ts'

type Standing = {
  waitingSince: Date | null
  firstReplyAt: Date | null
  replyCount: number
  failedCount: number
}

/**
 * How a conversation stands by what was said in it: whoever wrote after the last answer, or the last closing, waits.
 * `before`: closings after this message do not count.
 */
export async function standingOf(
  trx: Transaction,
  { workspaceId, id }: { workspaceId: string; id: string },
  { before }: { before?: string } = {},
) {
  const { rows } = await sql<Standing>`with
    said as (select id, kind, sent_at, is_automatic, delivery_state from messages
      where workspace_id = ${workspaceId} and conversation_id = ${id} and delivery_state <> 'withdrawn'),
    answers as (select id, sent_at from said where kind = 'outbound' and not is_automatic),
    happened as (select id, type, at from events where workspace_id = ${workspaceId} and conversation_id = ${id}
      and type in ('conversation.closed', 'conversation.woken')),
    ends as (select id from answers union all select id from happened
      where type = 'conversation.closed' and (${before ?? null}::uuid is null or id < ${before ?? null}::uuid)),
    waits as (select id, sent_at as since from said where kind = 'inbound' and not is_automatic
      union all select id, at from happened where type = 'conversation.woken')
    select (select since from waits
        where id > coalesce((select id from ends order by id desc limit 1), '00000000-0000-0000-0000-000000000000')
        order by id limit 1) as waiting_since,
      (select sent_at from answers order by id limit 1) as first_reply_at,
      (select count(*) from answers) as reply_count,
      ${failuresOf({ workspaceId, id })} as failed_count`.execute(trx)
  const standing = rows[0] ?? { waitingSince: null, firstReplyAt: null, replyCount: 0, failedCount: 0 }
  return { ...standing, ...(await newestOf(trx, { workspaceId, id })) }
}

/** How many of its messages did not reach everybody they were for, since somebody last said that those had been dealt with. */
export const failuresOf = ({ workspaceId, id }: { workspaceId: string; id: string }) => sql<number>`(
  select count(*)::int from messages where workspace_id = ${workspaceId} and conversation_id = ${id}
    and (delivery_state = 'failed' or left_out is not null) and revision > coalesce((select max(revision) from events
      where workspace_id = ${workspaceId} and conversation_id = ${id} and type = 'conversation.failures-settled'), 0))`

/** What a list shows of it. */
async function newestOf(trx: Transaction, { workspaceId, id }: { workspaceId: string; id: string }) {
  const { rows } = await sql<{
    text: string
    subject: string | null
    kind: MessageKind
    authorKind: AuthorKind
    authorName: string
    sentAt: Date
    files: string[]
  }>`select text, subject, kind, author_kind, author_name, sent_at,
      array(select name from attachments where attachments.workspace_id = messages.workspace_id
        and attachments.message_id = messages.id order by position) as files
    from messages where workspace_id = ${workspaceId} and conversation_id = ${id} and delivery_state <> 'withdrawn'
      and not (kind = 'outbound' and is_automatic)
    order by id desc limit 1`.execute(trx)
  const [newest] = rows
  if (!newest) return { previewText: null, previewKind: null, previewAuthorKind: null, previewAuthorName: null }
  return {
    previewText: previewOf(newest.text, newest.files, newest.subject),
    previewKind: newest.kind,
    previewAuthorKind: newest.authorKind,
    previewAuthorName: newest.authorName,
    lastMessageAt: newest.sentAt,
  }
}
