import type { ChannelKind, MessageBody } from '#protocol/conversations.ts'

/** A message on its way out; its id is the channel's idempotency key. */
export type OutboundMessage = MessageBody & { workspaceId: string; channelId: string; customerId: string }

/** What became of it. `failed`: for good, with a plain sentence for the agent. For "not now" a channel throws: it is tried again. */
export type DeliveryReceipt = { state: 'sent' } | { state: 'failed'; why: string }

/** What conversations ask of a channel. */
export type Channel = {
  deliver(message: OutboundMessage, signal: AbortSignal): Promise<DeliveryReceipt>
}

export type Channels = { [Kind in ChannelKind]?: Channel }
