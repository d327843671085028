import type { Channel, OutboundMessage } from '#conversations/channel.ts'

/**
 * A chat message is with the customer's windows as soon as it is committed; one that is closed finds it when it opens.
 * `afterwards`: what follows for those who may have left.
 */
export const chatDelivery = (afterwards?: (message: OutboundMessage) => Promise<void>): Channel => ({
  async deliver(message) {
    await afterwards?.(message)
    return { state: 'sent' }
  },
})
