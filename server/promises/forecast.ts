/** What is going on in a channel that people answer live. Spans are business time. */
export type Situation = {
  /** Who is at their desk to answer. */
  agents: number
  /** Customers who wait for an answer, in whatever place of their conversation. */
  waiting: number
  /** How long those have waited already who never had one, in any order. */
  unansweredSeconds: number[]
  /** How long the last ones waited who got a first one lately, in any order. */
  recentSeconds: number[]
  /** Answers that are asked for in a minute. */
  arrivalsPerMinute: number
  /** How long one person takes for one. */
  paceSeconds: number
}

/** Beyond what the team can take, this long is looked ahead. */
const AHEAD_SECONDS = 5 * 60
/** One that took long says little, three say something. */
const ENOUGH = 3

/**
 * How long who asks now will wait (docs/metrics.md#forecast-wait): the longest of what the length of the queue says, what
 * those who wait already show, and what the last ones met. Undefined when nobody is there.
 */
export function forecastWait(situation: Situation): number | undefined {
  if (situation.agents === 0) return undefined
  return Math.round(
    Math.max(
      byQueue(situation),
      median(situation.unansweredSeconds) ?? 0,
      situation.recentSeconds.length >= ENOUGH ? (median(situation.recentSeconds) ?? 0) : 0,
    ),
  )
}

/** Those before, those who come soon and are more than the team can take, and the asker's own. */
function byQueue({ agents, waiting, arrivalsPerMinute, paceSeconds }: Situation): number {
  const takenPerSecond = agents / paceSeconds
  const excessPerSecond = Math.max(0, arrivalsPerMinute / 60 - takenPerSecond)
  return (waiting + excessPerSecond * AHEAD_SECONDS + 1) / takenPerSecond
}

function median(values: number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [below, above] =
    sorted.length % 2 === 1 ? [sorted[middle], sorted[middle]] : [sorted[middle - 1], sorted[middle]]
  return below === undefined || above === undefined ? undefined : (below + above) / 2
}
