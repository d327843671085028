import type { ChannelMailboxBody } from '#protocol/channels.ts'

export type MailboxState = 'failing' | 'paused' | 'ending' | 'new' | 'working'

/** As `CONSENT_WARNING_DAYS` of the protocol, which would bring its validators along. */
const WARNING_DAYS = 30
const DAY_MS = 24 * 60 * 60 * 1_000

export type Standing = Pick<ChannelMailboxBody, 'pausedAt' | 'failingSince' | 'consentExpiresAt' | 'checkedAt'>

/** What matters most about a mailbox; `ending`: a sign-in or secret that somebody has to renew soon; `new`: nobody has looked yet. */
export function stateOf({ pausedAt, failingSince, consentExpiresAt, checkedAt }: Standing, now: number): MailboxState {
  if (pausedAt) return 'paused'
  if (failingSince) return 'failing'
  const isEnding = consentExpiresAt !== null && Date.parse(consentExpiresAt) - now < WARNING_DAYS * DAY_MS
  if (isEnding) return 'ending'
  return checkedAt ? 'working' : 'new'
}
