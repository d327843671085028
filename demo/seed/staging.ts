import type { DemoConversation } from '#demo/data.ts'
import { afternoon, type Staging } from './afternoon.ts'
import { daysOf, minutes, morningIn, type Shift, shiftByWeeks, shiftToDaysAgo, shiftToMinutesAgo } from './calendar.ts'
import { moveDates } from './dates-in-texts.ts'

/** The last of those that are not staged was over by then. */
const historyEnd = new Date('2026-11-13T12:00:00Z')

export type StagedTurn = Omit<DemoConversation['turns'][number], 'at'> & { at: Date; photo?: Photo }
export type Photo = { photo: string; name: string; isInline?: boolean }

export type StagedConversation = Omit<DemoConversation, 'turns' | 'status'> &
  Omit<Staging, 'turns' | 'last' | 'photos' | 'wakesInDays'> & {
    shift: Shift
    turns: StagedTurn[]
    snoozedUntil: Date | undefined
  }

/** Puts conversations of the data onto this afternoon's stage, in the order in which they began. */
export const stageConversations = (conversations: DemoConversation[], now: Date): StagedConversation[] =>
  conversations.map((conversation) => stage(conversation, now)).sort((one, other) => startOf(one) - startOf(other))

const startOf = ({ turns }: StagedConversation) => turns[0]?.at.getTime() ?? 0

function stage({ status: _, ...conversation }: DemoConversation, now: Date): StagedConversation {
  const { last, turns: count, photos, wakesInDays, ...staging } = afternoon[conversation.id] ?? { status: 'closed' }
  const said = conversation.turns.slice(0, count)
  const shift = shiftOf(last, new Date(said.at(-1)?.at ?? conversation.endedAt), now)
  const times = said.map(({ at }) => Date.parse(at) + shift)
  const isToday = last !== undefined && 'minutesAgo' in last
  const rhythm = isToday ? hurry(times) : times
  const turns = said.map((turn, index) => ({
    ...turn,
    at: new Date(rhythm[index] ?? 0),
    text: moveDates(turn.text, daysOf(shift)),
    photo: photos?.find(({ turn }) => turn === index),
  }))
  const snoozedUntil = wakesInDays === undefined ? undefined : morningIn(wakesInDays, now)
  return { ...conversation, ...staging, shift, turns, snoozedUntil }
}

function shiftOf(last: Staging['last'] | undefined, lastTurnAt: Date, now: Date): Shift {
  if (!last) return shiftByWeeks(historyEnd, now)
  if ('minutesAgo' in last) return shiftToMinutesAgo(lastTurnAt, last.minutesAgo, now)
  return shiftToDaysAgo(lastTurnAt, last.daysAgo, now)
}

/** E-mails of today were answered within the half hour, so that nobody has worked through the night. */
function hurry(times: number[]): number[] {
  const last = times.at(-1) ?? 0
  const pauses = times.map((time, index) => shorten((times[index + 1] ?? time) - time))
  return times.map((_, index) => last - pauses.slice(index).reduce((sum, pause) => sum + pause, 0))
}

/** Long pauses become 14 to 30 minutes, no two alike. */
const shorten = (pause: number): number =>
  pause > minutes(25) ? minutes(14 + (Math.round(pause / minutes(1)) % 17)) : pause
