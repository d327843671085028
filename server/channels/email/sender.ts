import type { Customer } from '#customers/customer.ts'
import { domainOf, isSharedDomain } from '#customers/mail-domain.ts'
import type { Transaction } from '#platform/database/database.ts'
import type { Mail } from './mail/mail.ts'

/** The person behind a mail. Doubtful: they may be somebody else. */
export type Writer = { name: string | null; address: string | null; isDoubtful: boolean }

/** Addresses of the shop: its mailboxes, and whoever shares a domain with one of them. */
export type Shop = { mailboxes: Set<string> }

/**
 * Who wrote: From, or Sender, or who SMTP said it was. The shop's contact form writes as the shop and names the customer
 * in Reply-To: then that is who wrote, though anybody can type any address there.
 */
export function writerOf(
  { from, sender, replyTo, isSenderDoubtful }: Pick<Mail, 'from' | 'sender' | 'replyTo' | 'isSenderDoubtful'>,
  shop: Shop,
  envelopeFrom: string | null = null,
): Writer {
  const [first] = replyTo
  if (from && first && isOfShop(from.address, shop) && !isOfShop(first.address, shop))
    return { ...first, isDoubtful: true }
  if (from) return { ...from, isDoubtful: isSenderDoubtful }
  return { ...(sender ?? { name: null, address: envelopeFrom?.toLowerCase() || null }), isDoubtful: true }
}

/** A mailbox's address, or another at its domain where only the shop has addresses. */
export function isOfShop(address: string, { mailboxes }: Shop): boolean {
  if (mailboxes.has(address)) return true
  const domain = domainOf(address)
  return !isSharedDomain(domain) && [...mailboxes].some((mailbox) => domainOf(mailbox) === domain)
}

/** Who has no address is somebody else each time. */
export const makeUnknownWriter = (trx: Transaction, workspaceId: string, { name }: Writer): Promise<Customer> =>
  trx
    .insertInto('customers')
    .values({ workspaceId, name, createdAt: new Date() })
    .returning(['id', 'name', 'language'])
    .executeTakeFirstOrThrow()

/** What they are called on a screen. */
export const nameOf = (customer: Pick<Customer, 'name'>, { name, address }: Pick<Writer, 'name' | 'address'>): string =>
  customer.name ?? name ?? address ?? 'Unknown sender'
