import { sql } from 'kysely'
import type { Database, Transaction } from '#platform/database/database.ts'
import type { EnvelopeBody, LetterDraft, MailAddress, ReplyRecipientsBody } from '#protocol/conversations.ts'
import { answerSubject } from '#protocol/subjects.ts'
import type { Agent } from '#workspaces/agent.ts'
import { type Channels, takesLetters } from './channel.ts'
import { visibleConversations } from './conversation.ts'
import { conversationNotFound, noRecipient } from './problems.ts'

/** What an answer says on its envelope. */
export type Addressing = { subject: string; to: MailAddress[]; cc: MailAddress[] }
type Place = { workspaceId: string; conversationId: string; threadId: string }

/** Whom an answer in this conversation would go to. @throws conversationNotFound when this agent cannot see it */
export async function proposeRecipients(
  db: Database,
  agent: Agent,
  conversationId: string,
  channels: Channels,
): Promise<ReplyRecipientsBody> {
  const { workspaceId } = agent
  const thread = await visibleConversations(db, agent)
    .innerJoin('threads', (join) =>
      join
        .onRef('threads.workspaceId', '=', 'conversations.workspaceId')
        .onRef('threads.id', '=', 'conversations.replyThreadId'),
    )
    .innerJoin('channels', (join) =>
      join.onRef('channels.workspaceId', '=', 'threads.workspaceId').onRef('channels.id', '=', 'threads.channelId'),
    )
    .where('conversations.id', '=', conversationId)
    .select(['threads.id', 'channels.kind'])
    .executeTakeFirst()
  if (!thread) throw conversationNotFound()
  const { id: threadId, kind } = thread
  if (!takesLetters(kind)) return { threadId, isLetter: false, subject: '', to: [], cc: [] }
  const place = { workspaceId, conversationId, threadId }
  return {
    threadId,
    isLetter: true,
    ...(await addressAnswer(db, place, await ownAddresses(db, workspaceId, channels))),
  }
}

/** Where this workspace is reached by letter. */
export const ownAddresses = async (db: Database, workspaceId: string, channels: Channels): Promise<string[]> =>
  (await Promise.all(Object.values(channels).map((channel) => channel.ownAddresses?.(db, workspaceId) ?? []))).flat()

/** Subject and envelope of a letter as its author wants them; what they left out is proposed. @throws noRecipient */
export async function addressLetter(
  trx: Transaction,
  place: Place,
  { subject, to, cc, bcc = [] }: LetterDraft,
  channels: Channels,
): Promise<{ subject: string | null; envelope: EnvelopeBody }> {
  const own = await ownAddresses(trx, place.workspaceId, channels)
  const proposed = subject !== undefined && to && cc ? undefined : await addressAnswer(trx, place, own)
  const [toAll, ccAll, bccAll] = distinctGroups(to ?? proposed?.to ?? [], cc ?? (to ? [] : (proposed?.cc ?? [])), bcc)
  if (toAll.length === 0) throw noRecipient()
  return {
    subject: (subject ?? proposed?.subject) || null,
    envelope: { from: null, replyTo: [], to: toAll, cc: ccAll, bcc: bccAll },
  }
}

/** The answer to the last letter of a thread that reached the other side; without one, a letter to the customer. */
async function addressAnswer(db: Database | Transaction, place: Place, own: string[]): Promise<Addressing> {
  const { workspaceId, conversationId, threadId } = place
  const letter = await db
    .selectFrom('messages')
    .where('workspaceId', '=', workspaceId)
    .where('threadId', '=', threadId)
    .where('kind', '!=', 'note')
    .where('isAutomatic', '=', false)
    .where('deliveryState', 'not in', ['withdrawn', 'failed'])
    .where('envelope', 'is not', null)
    .select(['kind', 'subject', sql<EnvelopeBody>`envelope`.as('envelope')])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  const { rows } = await sql<{ subject: string | null; name: string | null; address: string | null }>`
    select conversations.subject, customers.name,
      (select value from customer_identities identity where identity.workspace_id = customers.workspace_id
        and identity.customer_id = customers.id and identity.kind = 'email'
        order by is_verified desc, id limit 1) as address
    from conversations
    join customers on customers.workspace_id = conversations.workspace_id and customers.id = conversations.customer_id
    where conversations.workspace_id = ${workspaceId} and conversations.id = ${conversationId}`.execute(db)
  const [conversation] = rows
  const answered = letter && recipientsOfAnswer(letter, own)
  const customer = conversation?.address ? [{ name: conversation.name, address: conversation.address }] : []
  return {
    subject: answerSubject(letter?.subject ?? conversation?.subject ?? null),
    to: answered && answered.to.length > 0 ? answered.to : customer,
    cc: answered?.cc ?? [],
  }
}

/**
 * Everybody who wrote or got a letter gets its answer, but we ourselves. What somebody forwarded to us is answered to
 * the one who wrote it. After a letter of ours the next goes to the same people.
 */
export function recipientsOfAnswer(
  { kind, envelope }: { kind: 'inbound' | 'outbound' | 'note'; envelope: EnvelopeBody },
  own: string[],
): Pick<Addressing, 'to' | 'cc'> {
  if (kind === 'outbound') return { to: envelope.to, cc: envelope.cc }
  if (envelope.forwardedFrom) return { to: [envelope.forwardedFrom], cc: [] }
  const ownOnes = new Set(own)
  const isOthers = ({ address }: MailAddress) => !ownOnes.has(address) && !ownOnes.has(withoutTag(address))
  const asked = envelope.replyTo.length > 0 ? envelope.replyTo : envelope.from ? [envelope.from] : []
  const [to, cc] = distinctGroups(
    asked.filter(isOthers).map((person) => named(person, envelope)),
    [...envelope.to, ...envelope.cc].filter(isOthers),
  )
  return { to, cc }
}

/** A Reply-To often has no name though the sender has one. */
const named = (person: MailAddress, { from }: EnvelopeBody): MailAddress =>
  !person.name && from?.address === person.address ? from : person

/** `info+anything@` reaches `info@`. */
const withoutTag = (address: string): string => address.replace(/\+[^@]*@/, '@')

/** Each address once, in the first group that has it. */
function distinctGroups<Groups extends MailAddress[][]>(...groups: Groups): Groups {
  const seen = new Set<string>()
  return groups.map((group) => group.filter(({ address }) => !seen.has(address) && seen.add(address))) as Groups
}
