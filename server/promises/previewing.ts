import type { HoursPreviewBody, OpeningHours } from '#protocol/promises.ts'
import { refuseUnknownTimeZone } from '#workspaces/workspace.ts'
import { closesAt, isOpen, nextOpening } from './hours.ts'
import { hoursFrom } from './hours-of.ts'

/** What hours that nobody has saved yet would mean now. @throws invalidInput */
export async function previewHours(settings: OpeningHours, now: Date): Promise<HoursPreviewBody> {
  refuseUnknownTimeZone(settings.timeZone)
  const hours = await hoursFrom(settings)
  const open = isOpen(hours, now)
  return {
    isOpen: open,
    nextOpening: (open ? undefined : nextOpening(hours, now))?.toISOString() ?? null,
    closesAt: (open ? closesAt(hours, now) : undefined)?.toISOString() ?? null,
  }
}
