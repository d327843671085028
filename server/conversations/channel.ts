import type { Database } from '#platform/database/database.ts'
import type { ChannelKind, LeftOut, MessageBody } from '#protocol/conversations.ts'

/** A message on its way out; its id is the channel's idempotency key. */
export type OutboundMessage = MessageBody & { workspaceId: string; channelId: string; customerId: string }

/**
 * What became of it. `externalId`: what others call it. `leftOut`: it did not go to everybody. `failed`: for good, with a
 * plain sentence for the agent. For "not now" a channel throws, best `NotNow`: it is tried again.
 */
export type DeliveryReceipt =
  | { state: 'sent'; externalId?: string; leftOut?: LeftOut[] }
  | { state: 'failed'; why: string }

/** Why it did not work this time, in a plain sentence without addresses; should it be the last time, the agent reads it. */
export class NotNow extends Error {
  override name = 'NotNow'
}

/** What conversations ask of a channel. */
export type Channel = {
  deliver(message: OutboundMessage, signal: AbortSignal): Promise<DeliveryReceipt>
  /** Of letters: the addresses at which they reach this workspace, so that it does not write to itself. */
  ownAddresses?(db: Database, workspaceId: string): Promise<string[]>
}

export type Channels = { [Kind in ChannelKind]?: Channel }

/** Whether messages of such a channel are letters: with a subject and recipients, and not seen before they are sent. */
export const takesLetters = (kind: ChannelKind): boolean => kind === 'email'
