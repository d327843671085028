import { sql } from 'kysely'
import { Value } from 'typebox/value'
import { domainOf } from '#customers/mail-domain.ts'
import type { Transaction } from '#platform/database/database.ts'
import { EmailSettings } from '#protocol/email.ts'
import type { MailboxRef } from './keeping.ts'
import type { KeptMail } from './kept-mail.ts'
import type { Mail } from './mail/mail.ts'
import { isOfShop, type Shop, type Writer } from './sender.ts'

/** What the shop is to those who write: its addresses, its people, whom it does not want to hear. */
export type Office = {
  settings: EmailSettings
  shop: Shop
  /** Whether they work here, as far as an address tells. */
  isColleague(writer: Writer): boolean
  isBlocked(address: string | null | undefined): boolean
}

/** As much of it as concerns those who wrote these mails. */
export async function readOffice(
  trx: Transaction,
  { workspaceId, channelId }: MailboxRef,
  mails: Pick<Mail, 'from' | 'replyTo'>[],
): Promise<Office> {
  const addresses = mails.flatMap(({ from, replyTo }) => [from, replyTo[0]].flatMap((one) => one?.address ?? []))
  const { rows } = await sql<{ how: 'mailbox' | 'blocked' | 'member'; value: string; settings: unknown }>`
    select 'mailbox' as how, address as value, case when channel_id = ${channelId} then settings end as settings
    from mailboxes where workspace_id = ${workspaceId}
    union all
    select 'blocked', value, null from blocked_senders
    where workspace_id = ${workspaceId} and value = any(${[...addresses, ...addresses.map(domainOf)]}::text[])
    union all
    select 'member', lower(users.email), null from members join users on users.id = members.user_id
    where members.workspace_id = ${workspaceId} and members.deactivated_at is null
      and lower(users.email) = any(${addresses}::text[])`.execute(trx)
  const valuesOf = (wanted: string) => new Set(rows.flatMap(({ how, value }) => (how === wanted ? value : [])))
  const shop = { mailboxes: valuesOf('mailbox') }
  const [blocked, members] = [valuesOf('blocked'), valuesOf('member')]
  return {
    settings: Value.Parse(EmailSettings, rows.find(({ settings }) => settings !== null)?.settings),
    shop,
    isColleague: ({ address }) => address !== null && (members.has(address) || isOfShop(address, shop)),
    isBlocked: (address) => Boolean(address && (blocked.has(address) || blocked.has(domainOf(address)))),
  }
}

/** Why a mail is taken for spam: its sender is blocked, a filter said so, or it lay in the junk folder. */
export const isSuspect = (
  { settings, isBlocked }: Office,
  { folder }: Pick<KeptMail, 'folder'>,
  { from, spam }: Pick<Mail, 'from' | 'spam'>,
  { address }: Writer,
): boolean =>
  spam !== null || (folder !== null && folder === settings.junkFolder) || isBlocked(address) || isBlocked(from?.address)
