import type { Channel } from '#conversations/channel.ts'

/** A chat message is with the customer's windows as soon as it is committed; one that is closed finds it when it opens. */
export const chatDelivery: Channel = { deliver: async () => ({ state: 'sent' }) }
