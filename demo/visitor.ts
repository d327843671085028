import { type DemoCustomer, demoCustomers } from './data.ts'

export type Language = 'et' | 'en'

export type Visitor = {
  /** The key of the chat channel; without it the pages come without a chat window. */
  channelKey: string | undefined
  language: Language
  /** A JWT that says to the chat who the customer is. */
  identity?: string
  customerId?: string
  /** Whether customers' mailboxes can be looked into. */
  hasMail?: boolean
}

/** Those whom a visitor may pretend to be: several languages, and orders worth asking about. */
const shopperIds = ['K1001', 'K1078', 'K1129', 'K1125', 'K1022']

export const shoppers: readonly DemoCustomer[] = demoCustomers.filter(({ id }) => shopperIds.includes(id))

export function findShopper(id: string | undefined): DemoCustomer | undefined {
  return shoppers.find((shopper) => shopper.id === id)
}
