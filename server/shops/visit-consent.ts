import type { VisitConsent } from '#protocol/channels.ts'

/** Whether a visit may be seen: as the shop's setting and what the visitor said allow. Who said no is never seen. */
export const allowsVisit = (setting: VisitConsent = 'always', consent: boolean | undefined): boolean =>
  consent !== false && (setting === 'always' || (setting === 'with-consent' && consent === true))
