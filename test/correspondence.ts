import { randomUUID } from 'node:crypto'
import { blockSender } from '#conversations/blocking.ts'
import { askInto } from '#conversations/collaborating.ts'
import type { InboundLetter } from '#conversations/letter.ts'
import { receiveMessages } from '#conversations/receiving.ts'
import { reply } from '#conversations/replying.ts'
import { splitConversation } from '#conversations/splitting.ts'
import type { Transaction } from '#platform/database/database.ts'
import type { Role } from '#protocol/members.ts'
import type { Agent } from '#workspaces/agent.ts'

type Place = {
  mark: string
  channelId: string
  agents: Record<Role, Agent>
  customer: { id: string; name: string; language: string | null }
  original: InboundLetter['original']
}

/** Where no picture is. */
export const NO_PICTURE = 'http://127.0.0.1:1/picture.png'

/** Letters of a shop's customer, with answers that can still be taken back and a matter that was split off. */
export async function correspond(trx: Transaction, place: Place) {
  const { agents, mark } = place
  const first = await writeLetter(trx, place, `${mark} letter`)
  const second = await writeLetter(trx, place, `${mark} other matter`, first)
  const { conversationId } = first
  await askInto(trx, agents.agent, conversationId, agents.collaborator.id)
  const answer = async (role: Role) => {
    const draft = { clientId: randomUUID(), text: `${mark} answer`, attachmentIds: [], undoSeconds: 60 }
    return (await reply(trx, agents[role], conversationId, draft, {})).id
  }
  const old = await writeLetter(trx, place, `${mark} old letter`)
  const split = await writeLetter(trx, place, `${mark} split matter`, old)
  const begun = await splitConversation(trx, agents.agent, old.conversationId, split.messageId)
  const blocked = await blockSender(trx, agents.agent, `${mark}.example`, {})
  return {
    lettersId: conversationId,
    letterId: first.messageId,
    otherLetterId: second.messageId,
    answers: { owner: await answer('owner'), admin: await answer('admin'), agent: await answer('agent') },
    splitId: old.conversationId,
    begunId: begun.id,
    blockedSenderId: blocked.id,
  }
}

type Written = { threadId: string; messageId: string; conversationId: string }

async function writeLetter(
  trx: Transaction,
  { mark, channelId, agents, customer, original }: Place,
  subject: string,
  after?: Written,
): Promise<Written> {
  const from = { name: customer.name, address: `${mark}@customer.example` }
  const threadId = after?.threadId ?? randomUUID()
  const [receipt] = await receiveMessages(trx, [
    {
      workspaceId: agents.owner.workspaceId,
      channelId,
      threadId,
      clientId: randomUUID(),
      customer,
      text: `${mark} words`,
      attachmentIds: [],
      uploader: { kind: 'system', id: null },
      letter: {
        externalId: `${randomUUID()}@customer.example`,
        subject,
        html: `<p>${mark} words <img data-remote-src="${NO_PICTURE}"></p>`,
        foldedText: `${mark} signature`,
        envelope: { from, replyTo: [], to: [], cc: [], bcc: [] },
        original,
      },
    },
  ])
  if (!receipt || 'problem' in receipt) throw new Error('The letter was not taken', { cause: receipt?.problem })
  return { threadId, messageId: receipt.message.id, conversationId: receipt.message.conversationId }
}
