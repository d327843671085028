/** How long answers took, those counted that are still waited for (Kaplan and Meier 1958). */
export type Spread = { medianSeconds: number; p90Seconds: number }

/**
 * Median and 90th percentile of the time until an answer. Who waits still has waited at least so long: leaving them out
 * would praise a team that answers only what is easy. Undefined when more than half of all are not answered as far as we
 * know; a 90th percentile that is not reached is the longest time seen, which is then a lower bound.
 */
export function spreadOf(answeredSeconds: number[], waitingSeconds: number[]): Spread | undefined {
  const waits = [
    ...answeredSeconds.map((seconds) => ({ seconds, isAnswered: true })),
    ...waitingSeconds.map((seconds) => ({ seconds, isAnswered: false })),
    // Of two of the same length the answered one ends first.
  ].sort((a, b) => a.seconds - b.seconds || Number(b.isAnswered) - Number(a.isAnswered))

  let medianSeconds: number | undefined
  let unanswered = 1
  for (const [index, { seconds, isAnswered }] of waits.entries()) {
    if (isAnswered) unanswered *= 1 - 1 / (waits.length - index)
    if (unanswered <= 0.5 + ROUNDING) medianSeconds ??= seconds
    if (unanswered <= 0.1 + ROUNDING)
      return medianSeconds === undefined ? undefined : { medianSeconds, p90Seconds: seconds }
  }
  const longest = waits.at(-1)?.seconds
  return medianSeconds === undefined || longest === undefined ? undefined : { medianSeconds, p90Seconds: longest }
}

/** A product of fractions comes near to a half, not on it. */
const ROUNDING = 1e-9
