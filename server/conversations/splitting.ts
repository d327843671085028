import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Transaction } from '#platform/database/database.ts'
import type { ConversationBody } from '#protocol/conversations.ts'
import { bareSubject } from '#protocol/subjects.ts'
import { type Agent, asActor } from '#workspaces/agent.ts'
import { beginThread } from './beginning.ts'
import { changeConversation } from './changing.ts'
import { takesLetters } from './channel.ts'
import { getConversation, type LockedConversation, lockConversation } from './conversation.ts'
import { messageNotFound, noLettersHere, nothingToSplit, splitNotFound } from './problems.ts'
import { standingOf } from './standing.ts'
import { touchThread } from './thread.ts'

/**
 * Gives a letter, and what was said about its subject after it, a conversation of its own, with the same customer and in
 * the same hands. Whoever was asked in is asked into the old one only. Returns the new one.
 * @throws conversationNotFound, messageNotFound, noLettersHere, nothingToSplit
 */
export async function splitConversation(
  trx: Transaction,
  agent: Agent,
  id: string,
  messageId: string,
): Promise<ConversationBody> {
  const conversation = await lockConversation(trx, agent, id)
  const letter = await findLetter(trx, conversation, messageId)
  const moved = await listMatter(trx, conversation, letter)
  if (await isAll(trx, conversation, moved)) throw nothingToSplit()

  const begun = await begin(trx, conversation, letter)
  await move(trx, conversation, moved, { conversationId: begun.id, threadId: begun.replyThreadId, revision: 1 })
  await changeConversation(trx, begun, {
    type: 'conversation.begun-by-split',
    actor: asActor(agent),
    set: await standing(trx, begun),
    data: { fromId: id, fromNumber: await numberOf(trx, conversation), threadId: letter.threadId },
  })
  await changeConversation(trx, conversation, {
    type: 'conversation.split',
    actor: asActor(agent),
    threads: [await touchThread(trx, agent.workspaceId, letter.threadId)],
    set: await standing(trx, conversation),
    data: { intoId: begun.id, intoNumber: begun.number, messageId },
  })
  return getConversation(trx, agent, begun.id)
}

type Letter = { id: string; threadId: string; subject: string | null; channelId: string; customerId: string }

async function findLetter(trx: Transaction, conversation: LockedConversation, messageId: string): Promise<Letter> {
  const letter = await trx
    .selectFrom('messages')
    .innerJoin('threads', (join) =>
      join.onRef('threads.workspaceId', '=', 'messages.workspaceId').onRef('threads.id', '=', 'messages.threadId'),
    )
    .innerJoin('channels', (join) =>
      join.onRef('channels.workspaceId', '=', 'threads.workspaceId').onRef('channels.id', '=', 'threads.channelId'),
    )
    .where('messages.workspaceId', '=', conversation.workspaceId)
    .where('messages.conversationId', '=', conversation.id)
    .where('messages.id', '=', messageId)
    .select(['messages.id', 'messages.threadId', 'messages.subject', 'threads.channelId', 'threads.customerId'])
    .select('channels.kind')
    .executeTakeFirst()
  if (!letter) throw messageNotFound()
  if (!takesLetters(letter.kind)) throw noLettersHere()
  return letter
}

/** The letter, and what came later in its thread under the same subject, or none. */
async function listMatter(trx: Transaction, { workspaceId }: LockedConversation, letter: Letter): Promise<string[]> {
  const later = await trx
    .selectFrom('messages')
    .where('workspaceId', '=', workspaceId)
    .where('threadId', '=', letter.threadId)
    .where('id', '>=', letter.id)
    .select(['id', 'subject'])
    .execute()
  const matter = (subject: string | null) => bareSubject(subject ?? '').toLowerCase()
  const isSame = (subject: string | null) => [matter(letter.subject), ''].includes(matter(subject))
  return later.filter(({ id, subject }) => id === letter.id || !letter.subject || isSame(subject)).map(({ id }) => id)
}

async function isAll(trx: Transaction, { workspaceId, id }: LockedConversation, moved: string[]): Promise<boolean> {
  const left = await trx
    .selectFrom('messages')
    .where('workspaceId', '=', workspaceId)
    .where('conversationId', '=', id)
    .where('id', 'not in', moved)
    .where('kind', '!=', 'note')
    .select('id')
    .executeTakeFirst()
  return left === undefined
}

/** What has been read stays read. */
async function begin(trx: Transaction, from: LockedConversation, letter: Letter) {
  const { workspaceId } = from
  const { channelId, customerId } = letter
  const { conversation } = await beginThread(trx, {
    workspaceId,
    channelId,
    threadId: randomUUID(),
    customer: { id: customerId, language: null },
    beginning: { subject: bareSubject(letter.subject ?? '') || null, isSpam: from.status === 'spam', followsId: null },
  })
  await sql`insert into conversation_reads (workspace_id, conversation_id, member_id, message_id, read_at)
    select workspace_id, ${conversation.id}, member_id, message_id, read_at from conversation_reads
    where workspace_id = ${workspaceId} and conversation_id = ${from.id}`.execute(trx)
  return trx
    .updateTable('conversations as begun')
    .from('conversations as old')
    .set((eb) => ({
      assigneeId: eb.ref('old.assigneeId'),
      teamId: eb.ref('old.teamId'),
      language: eb.ref('old.language'),
      tags: eb.ref('old.tags'),
      teamReadMessageId: eb.ref('old.teamReadMessageId'),
      customerReadMessageId: eb.ref('old.customerReadMessageId'),
    }))
    .where('begun.workspaceId', '=', workspaceId)
    .where('begun.id', '=', conversation.id)
    .where('old.workspaceId', '=', workspaceId)
    .where('old.id', '=', from.id)
    .returningAll('begun')
    .executeTakeFirstOrThrow()
}

const move = (
  trx: Transaction,
  { workspaceId }: LockedConversation,
  messageIds: string[],
  place: { conversationId: string; threadId: string; revision: number },
) =>
  trx.updateTable('messages').set(place).where('workspaceId', '=', workspaceId).where('id', 'in', messageIds).execute()

/** As its messages say, with replies going where the customer wrote last. */
async function standing(trx: Transaction, conversation: LockedConversation) {
  const { workspaceId, id, status } = conversation
  const { waitingSince, ...rest } = await standingOf(trx, conversation)
  const last = await trx
    .selectFrom('messages')
    .where('workspaceId', '=', workspaceId)
    .where('conversationId', '=', id)
    .where('kind', '!=', 'note')
    .select('threadId')
    .orderBy(({ eb }) => eb('kind', '=', 'inbound'), 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  const isSettled = status === 'closed' || status === 'spam'
  return { ...rest, waitingSince: isSettled ? null : waitingSince, ...(last && { replyThreadId: last.threadId }) }
}

async function numberOf(trx: Transaction, { workspaceId, id }: LockedConversation): Promise<number> {
  const { number } = await trx
    .selectFrom('conversations')
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .select('number')
    .executeTakeFirstOrThrow()
  return number
}

/**
 * Puts what was split off back, with all that was said since. The conversation it had stays, closed and empty, because
 * numbers have no gaps. Returns the one it came from.
 * @throws conversationNotFound, splitNotFound
 */
export async function undoSplit(
  trx: Transaction,
  agent: Agent,
  id: string,
  begunId: string,
): Promise<ConversationBody> {
  // In the order in which arriving messages lock them, so that nobody waits in a circle.
  const locked = new Map<string, LockedConversation>()
  for (const each of [id, begunId].sort()) locked.set(each, await lockConversation(trx, agent, each))
  const [conversation, begun] = [locked.get(id), locked.get(begunId)]
  const threadId = await findOrigin(trx, agent, id, begunId)
  if (!conversation || !begun || id === begunId || threadId === undefined) throw splitNotFound()
  const { workspaceId } = agent
  const messages = await trx
    .selectFrom('messages')
    .where('workspaceId', '=', workspaceId)
    .where('conversationId', '=', begunId)
    .select('id')
    .execute()
  if (messages.length === 0) throw splitNotFound()

  await move(
    trx,
    conversation,
    messages.map((message) => message.id),
    { conversationId: id, threadId, revision: conversation.revision + 1 },
  )
  await changeConversation(trx, begun, {
    type: 'conversation.joined',
    actor: asActor(agent),
    set: { ...(await standing(trx, begun)), status: 'closed', closedAt: new Date(), snoozedUntil: null },
    data: { intoId: id, intoNumber: await numberOf(trx, conversation) },
  })
  await changeConversation(trx, conversation, {
    type: 'conversation.joined',
    actor: asActor(agent),
    threads: [await touchThread(trx, workspaceId, threadId)],
    set: await standing(trx, conversation),
    data: { fromId: begunId, fromNumber: await numberOf(trx, begun) },
  })
  return getConversation(trx, agent, id)
}

/** The thread from which a conversation was split off; undefined: it was not split off this one. */
async function findOrigin(
  trx: Transaction,
  { workspaceId }: Agent,
  id: string,
  begunId: string,
): Promise<string | undefined> {
  const event = await trx
    .selectFrom('events')
    .where('workspaceId', '=', workspaceId)
    .where('conversationId', '=', begunId)
    .where('type', '=', 'conversation.begun-by-split')
    .where(sql<boolean>`data->>'fromId' = ${id}`)
    .select(sql<string>`data->>'threadId'`.as('threadId'))
    .executeTakeFirst()
  return event?.threadId
}
