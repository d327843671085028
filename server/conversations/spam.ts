import { domainOf } from '#customers/mail-domain.ts'
import type { Transaction } from '#platform/database/database.ts'
import type { ConversationBody } from '#protocol/conversations.ts'
import { type Agent, asActor } from '#workspaces/agent.ts'
import { blockSender, findSender, unblockSender } from './blocking.ts'
import { changeConversation } from './changing.ts'
import type { Channels } from './channel.ts'
import { getConversation, lockConversation } from './conversation.ts'
import { senderNotBlockable } from './problems.ts'
import { standingOf } from './standing.ts'
import { touchThreads } from './thread.ts'

/** What else of its sender is spam from now on: only what comes from their address, or from everybody at their domain. */
export type Blocks = 'address' | 'domain'

/**
 * Puts a conversation away as spam: nobody waits in it, and it stands in no other view.
 * @throws conversationNotFound, senderNotBlockable
 */
export async function markSpam(
  trx: Transaction,
  agent: Agent,
  id: string,
  { blocks, channels }: { blocks?: Blocks; channels: Channels },
): Promise<ConversationBody> {
  const conversation = await lockConversation(trx, agent, id)
  if (blocks) {
    const sender = await findSender(trx, conversation)
    if (sender === undefined) throw senderNotBlockable({ detail: 'No address of whoever wrote this is known.' })
    await blockSender(trx, agent, blocks === 'domain' ? domainOf(sender) : sender, channels)
  }
  if (conversation.status !== 'spam') {
    const threads = conversation.status === 'closed' ? await touchThreads(trx, agent.workspaceId, id) : undefined
    await changeConversation(trx, conversation, {
      type: 'conversation.marked-spam',
      actor: asActor(agent),
      threads,
      set: { status: 'spam', snoozedUntil: null, closedAt: null, waitingSince: null },
      data: { blocks },
    })
  }
  return getConversation(trx, agent, id)
}

/**
 * Takes a conversation out of the spam; whoever wrote in it waits for their answer, and their address is not blocked any
 * more. Their domain may be. Any other conversation stays as it is.
 * @throws conversationNotFound when this agent cannot see it
 */
export async function unmarkSpam(trx: Transaction, agent: Agent, id: string): Promise<ConversationBody> {
  const conversation = await lockConversation(trx, agent, id)
  if (conversation.status === 'spam') {
    const sender = await findSender(trx, conversation)
    const unblocks = sender !== undefined && (await unblockSender(trx, agent, { value: sender }))
    const { waitingSince } = await standingOf(trx, conversation)
    await changeConversation(trx, conversation, {
      type: 'conversation.unmarked-spam',
      actor: asActor(agent),
      set: { status: 'open', waitingSince },
      data: unblocks ? { unblocks: 'address' } : undefined,
    })
  }
  return getConversation(trx, agent, id)
}
