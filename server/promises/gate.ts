import type { GateState } from '#protocol/promises.ts'

/** What is seen of a channel at one instant. */
export type Observation = {
  isOpen: boolean
  /** Somebody is there to answer, or need not be (a letter waits until they come). */
  isAttended: boolean
  /** undefined: nobody knows. */
  forecastSeconds: number | undefined
  promisedSeconds: number
}

/** `leaning`: where it goes if things stay as they are since then. */
export type Gate = { state: GateState; leaning?: { to: GateState; since: Date } }

/** What is promised again must hold with room to spare, or it would be taken back the next minute. */
const ROOM_TO_KEEP = 0.7

/** So long things must stay before they count: a page that reloads, one quick question, one quick answer are no change. */
const DWELL_SECONDS: Record<GateState, Partial<Record<GateState, number>>> = {
  keeps: { breaks: 20, nobody: 45 },
  breaks: { keeps: 120, nobody: 45 },
  nobody: { keeps: 10, breaks: 10 },
  closed: {},
}

/** A gate that nobody has looked at for a while: it stands where things are. */
export const openGate = (seen: Observation): Gate => ({ state: judge(seen, 'closed') })

/** Where the gate stands after another look. Opening and closing time need no second look. */
export function moveGate(gate: Gate, seen: Observation, at: Date): Gate {
  const to = judge(seen, gate.state)
  if (to === gate.state) return { state: to }
  const since = gate.leaning?.to === to ? gate.leaning.since : at
  const dwellSeconds = DWELL_SECONDS[gate.state][to] ?? 0
  return at.getTime() - since.getTime() >= dwellSeconds * 1000
    ? { state: to }
    : { state: gate.state, leaning: { to, since } }
}

function judge({ isOpen, isAttended, forecastSeconds, promisedSeconds }: Observation, before: GateState): GateState {
  if (!isOpen) return 'closed'
  if (!isAttended) return 'nobody'
  const limit = before === 'breaks' ? promisedSeconds * ROOM_TO_KEEP : promisedSeconds
  return forecastSeconds !== undefined && forecastSeconds > limit ? 'breaks' : 'keeps'
}
