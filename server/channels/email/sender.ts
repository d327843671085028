import type { Customer } from '#customers/customer.ts'
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

/** Everybody has an address at one of these. */
const ANYBODYS_DOMAINS = new Set(
  `gmail.com googlemail.com outlook.com hotmail.com hotmail.fi hotmail.se live.com msn.com yahoo.com ymail.com icloud.com
  me.com mac.com aol.com gmx.com gmx.de gmx.net web.de proton.me protonmail.com mail.com fastmail.com zoho.com mail.ee
  hot.ee online.ee neti.ee inbox.lv inbox.lt one.lv one.lt apollo.lv tvnet.lv luukku.com kolumbus.fi elisanet.fi
  saunalahti.fi suomi24.fi telia.com mail.ru bk.ru list.ru inbox.ru yandex.ru yandex.com ya.ru rambler.ru ukr.net`.split(
    /\s+/,
  ),
)

export function isOfShop(address: string, { mailboxes }: Shop): boolean {
  if (mailboxes.has(address)) return true
  const domain = domainOf(address)
  return !ANYBODYS_DOMAINS.has(domain) && [...mailboxes].some((mailbox) => domainOf(mailbox) === domain)
}

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)

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
