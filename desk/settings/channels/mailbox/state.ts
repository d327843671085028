import type { ChannelMailboxBody } from '#protocol/channels.ts'

export type MailboxState = 'failing' | 'paused' | 'ending' | 'working'

/** As `CONSENT_WARNING_DAYS` of the protocol, which would bring its validators along. */
const WARNING_DAYS = 30
const DAY_MS = 24 * 60 * 60 * 1_000

/** What matters most about a mailbox; `ending`: a sign-in or secret that somebody has to renew soon. */
export function stateOf(
  {
    pausedAt,
    failingSince,
    consentExpiresAt,
  }: Pick<ChannelMailboxBody, 'pausedAt' | 'failingSince' | 'consentExpiresAt'>,
  now: number,
): MailboxState {
  if (pausedAt) return 'paused'
  if (failingSince) return 'failing'
  const isEnding = consentExpiresAt !== null && Date.parse(consentExpiresAt) - now < WARNING_DAYS * DAY_MS
  return isEnding ? 'ending' : 'working'
}
