import { findOrMakeCustomerByEmail } from '#customers/mail-address.ts'
import type { Transaction } from '#platform/database/database.ts'
import type { ConversationBody } from '#protocol/conversations.ts'
import { type Agent, asActor } from '#workspaces/agent.ts'
import { changeConversation } from './changing.ts'
import { takesLetters } from './channel.ts'
import { getConversation, type LockedConversation, lockConversation } from './conversation.ts'
import { noLettersHere } from './problems.ts'

/**
 * Says whose matter a correspondence is: somebody forwarded it, or wrote from another address. In a chat the customer is
 * whoever sits at the browser, so there nothing can be said.
 * @throws conversationNotFound, noLettersHere
 */
export async function attributeConversation(
  trx: Transaction,
  agent: Agent,
  id: string,
  { email, name }: { email: string; name: string | null },
): Promise<ConversationBody> {
  const conversation = await lockConversation(trx, agent, id)
  if (!(await isCorrespondence(trx, conversation))) throw noLettersHere()
  const { workspaceId, customerId } = conversation
  const customer = await findOrMakeCustomerByEmail(trx, workspaceId, { address: email, name, isVerified: true })
  if (customer.id !== customerId) {
    await trx
      .updateTable('threads')
      .set({ customerId: customer.id })
      .where('workspaceId', '=', workspaceId)
      .where('conversationId', '=', id)
      .execute()
    await changeConversation(trx, conversation, {
      type: 'conversation.customer-changed',
      actor: asActor(agent),
      set: { customerId: customer.id },
      data: { fromId: customerId, toId: customer.id, customerName: customer.name },
    })
  }
  return getConversation(trx, agent, id)
}

async function isCorrespondence(trx: Transaction, { workspaceId, id }: LockedConversation): Promise<boolean> {
  const kinds = await trx
    .selectFrom('threads')
    .innerJoin('channels', (join) =>
      join.onRef('channels.workspaceId', '=', 'threads.workspaceId').onRef('channels.id', '=', 'threads.channelId'),
    )
    .where('threads.workspaceId', '=', workspaceId)
    .where('threads.conversationId', '=', id)
    .select('channels.kind')
    .distinct()
    .execute()
  return kinds.every(({ kind }) => takesLetters(kind))
}
