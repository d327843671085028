import { randomUUID } from 'node:crypto'
import { type InboundMessage, type Receipt, receiveMessages } from '#conversations/receiving.ts'
import { findOrMakeCustomerByEmail } from '#customers/mail-address.ts'
import type { DatabaseConnection } from '#platform/database/database.ts'
import type { EnvelopeBody, MailAddress, MessageBody } from '#protocol/conversations.ts'
import { makeMailbox } from './mailbox.ts'

type Post = Pick<DatabaseConnection, 'transact'> & { workspace: { id: string } }
/** A letter as it stands in its conversation; `id` is the conversation's. */
export type Letter = { id: string; threadId: string; messageId: string; message: MessageBody }
type Writing = Partial<Omit<InboundMessage, 'letter' | 'text'>> & {
  in?: { threadId: string }
  subject?: string | null
  html?: string | null
  foldedText?: string | null
  externalId?: string
  original?: { sha256: Buffer; bytes: number }
  envelope?: Partial<EnvelopeBody>
}

export const SHOP: MailAddress = { name: null, address: 'info@shop.example' }

/** A mailbox of the shop, and who writes to it; their letters are understood already. */
export async function opensPost({ transact, workspace }: Post, address = SHOP.address) {
  const { channelId } = await transact((trx) => makeMailbox(trx, workspace.id, address))
  return {
    channelId,
    comes: (name: string) => new LetterWriter({ transact, workspace }, channelId, name),
  }
}

export class LetterWriter {
  readonly from: MailAddress
  private readonly post: Post
  private readonly channelId: string

  constructor(post: Post, channelId: string, name: string) {
    this.post = post
    this.channelId = channelId
    this.from = { name, address: `${name.toLowerCase()}@mail.example` }
  }

  async writes(text: string, writing: Writing = {}): Promise<Letter> {
    const receipt = await this.sends(text, writing)
    if ('problem' in receipt) throw receipt.problem
    const { message } = receipt
    return { id: message.conversationId, threadId: message.threadId, messageId: message.id, message }
  }

  async sends(text: string, writing: Writing = {}): Promise<Receipt> {
    const message = await this.prepares(text, writing)
    const [receipt] = await this.post.transact((trx) => receiveMessages(trx, [message]))
    if (!receipt) throw new Error('There is no receipt')
    return receipt
  }

  async prepares(text: string, writing: Writing = {}): Promise<InboundMessage> {
    const {
      in: thread,
      subject = 'Lost parcel',
      html = null,
      foldedText = null,
      externalId,
      envelope,
      ...rest
    } = writing
    const { original = null, ...given } = rest
    const workspaceId = this.post.workspace.id
    const customer = await this.post.transact((trx) =>
      findOrMakeCustomerByEmail(trx, workspaceId, { ...this.from, isVerified: true }),
    )
    return {
      workspaceId,
      channelId: this.channelId,
      threadId: thread?.threadId ?? randomUUID(),
      clientId: randomUUID(),
      customer: { ...customer, name: this.from.name ?? '' },
      text,
      attachmentIds: [],
      uploader: { kind: 'system', id: null },
      letter: {
        externalId: externalId ?? `${randomUUID()}@mail.example`,
        subject,
        html,
        foldedText,
        original,
        envelope: { from: this.from, replyTo: [], to: [SHOP], cc: [], bcc: [], ...envelope },
      },
      ...given,
    }
  }
}
