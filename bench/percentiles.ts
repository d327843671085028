export type Percentiles = { p50: number; p95: number; p99: number }

/** Nearest-rank percentiles of some times. */
export function percentilesOf(times: number[]): Percentiles {
  const sorted = Float64Array.from(times).sort()
  const at = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) }
}
