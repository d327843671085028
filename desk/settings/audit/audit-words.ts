import type { AuditEntryBody } from '#protocol/members.ts'

const ACTS: Record<string, string> = {
  'workspace.created': 'Made the workspace',
  'workspace.changed': 'Changed the workspace',
  'member.joined': 'Joined',
  'member.renamed': 'Changed a name',
  'member.signature-changed': 'Changed a signature',
  'member.photo-changed': 'Changed a photo',
  'member.role-changed': 'Changed a role',
  'member.deactivated': 'Deactivated a member',
  'member.reactivated': 'Let a member in again',
  'member.password-link-made': 'Made a password link',
  'member.password-link-used': 'Chose a new password by a link',
  'team.created': 'Made a team',
  'team.renamed': 'Renamed a team',
  'team.removed': 'Deleted a team',
  'team.member-added': 'Took a member into a team',
  'team.member-removed': 'Took a member out of a team',
  'invitation.created': 'Invited a colleague',
  'invitation.revoked': 'Took an invitation back',
  'api-key.created': 'Made an API key',
  'api-key.revoked': 'Revoked an API key',
  'channel.created': 'Made a channel',
  'channel.changed': 'Changed a channel',
  'opening-hours.changed': 'Changed the opening hours',
  'promise.changed': 'Changed what a channel promises',
  'break.started': 'Took a break',
  'break.ended': 'Ended a break',
  'channel.paused': 'Paused a mailbox',
  'channel.resumed': 'Resumed a mailbox',
  'channel.consent-given': 'Signed in to a mailbox',
  'channel.consent-ending': 'A mailbox’s sign-in ends soon',
  'channel.failing': 'A mailbox stopped working',
  'channel.recovered': 'A mailbox works again',
  'channel.mails-retried': 'Tried failed mails again',
  'channel.identity-secret-rotated': 'Made a new identity secret',
  'customer.changed': 'Changed a customer',
  'customer.merged': 'Joined two customers into one',
  'message.received': 'Wrote',
  'message.replied': 'Replied',
  'message.noted': 'Wrote a note',
  'conversation.assigned': 'Assigned',
  'conversation.closed': 'Closed',
  'conversation.reopened': 'Opened again',
  'conversation.snoozed': 'Snoozed',
  'conversation.woken': 'Woke from snooze',
  'conversation.pending': 'Set to pending',
  'conversation.collaborator-added': 'Asked a collaborator in',
  'conversation.collaborator-removed': 'Let a collaborator go',
  'conversation.marked-spam': 'Marked as spam',
  'conversation.unmarked-spam': 'Took out of the spam',
  'conversation.split': 'Split a letter off',
  'conversation.begun-by-split': 'Began by splitting off',
  'conversation.joined': 'Joined again',
  'conversation.customer-changed': 'Gave to another customer',
  'sender.blocked': 'Blocked a sender',
  'sender.unblocked': 'Let a sender write again',
  'conversation.letter-reported': 'Reported about a letter',
  'conversation.continued-by-email': 'Sent answers of a chat by e-mail too',
  'conversation.rated': 'Rated a conversation',
}

/** What was done, in plain words; an act not known here by its own name: "order.paid-back" is "Order: paid back". */
export function auditWords(type: string): string {
  const [noun = type, ...acts] = type.split('.')
  return ACTS[type] ?? capital([plain(noun), plain(acts.join(' '))].filter(Boolean).join(': '))
}

/** The particulars in one line, with names where an id is known; other ids and nested values say nothing to a person. */
export function auditDetail(data: AuditEntryBody['data'], nameOf: (id: string) => string | undefined): string {
  return Object.entries(data)
    .map(([key, value]) => {
      if (key.endsWith('Name') && isNamed(data, `${key.slice(0, -'Name'.length)}Id`, nameOf)) return undefined
      if (typeof value === 'string' && /Id$/.test(key)) return nameOf(value)
      if (/Ids$/.test(key)) return undefined
      if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return cut(value.map(plain).join(', '))
      if (!['string', 'number', 'boolean'].includes(typeof value)) return undefined
      return `${plain(key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`))}: ${cut(String(value))}`
    })
    .filter(Boolean)
    .join(' · ')
}

/** Whether the id beside a name already says it. */
function isNamed(data: AuditEntryBody['data'], key: string, nameOf: (id: string) => string | undefined): boolean {
  const id = data[key]
  return typeof id === 'string' && nameOf(id) !== undefined
}

const plain = (words: string) => words.replaceAll(/[-_]/g, ' ')

const capital = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}`

const cut = (text: string) => (text.length > 80 ? `${text.slice(0, 79)}…` : text)
