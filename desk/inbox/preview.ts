import type { InboxItemBody } from '#protocol/conversations.ts'

/** What a row calls the customer. */
export const customerName = ({ customer }: Pick<InboxItemBody, 'customer'>) =>
  customer.name ?? customer.email ?? 'Visitor'

/** Who wrote last, as the team says it; nothing for the customer, whose row it is. */
export function whoWroteLast({ preview }: Pick<InboxItemBody, 'preview'>, myName: string): string | null {
  if (!preview || preview.kind === 'inbound') return null
  const name = preview.authorKind === 'member' && preview.authorName === myName ? 'You' : preview.authorName
  return preview.kind === 'note' ? `${name} noted` : name
}
