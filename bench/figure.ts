/** One measured number, as it is printed: a JSON line a program may read. */
export type Figure = {
  name: string
  value: number
  unit: string
  /** What docs/performance.md promises; null: only for information. */
  budget: number | null
  ok: boolean | null
  /** What this machine can do at best, measured in the same run, and how near we come to it. */
  limit: number | null
  ratio: number | null
}

export const atMost = (name: string, value: number, unit: string, budget: number): Figure => ({
  ...forInformation(name, value, unit),
  budget,
  ok: rounded(value) <= budget,
})

export const atLeast = (name: string, value: number, unit: string, budget: number): Figure => ({
  ...forInformation(name, value, unit),
  budget,
  ok: rounded(value) >= budget,
})

export const forInformation = (name: string, value: number, unit: string): Figure => ({
  name,
  value: rounded(value),
  unit,
  budget: null,
  ok: null,
  limit: null,
  ratio: null,
})

/** A figure that must also come near enough to what the machine can do. */
export function comparedTo(figure: Figure, limit: number, leastRatio: number): Figure {
  const ratio = rounded(figure.value / limit)
  return { ...figure, limit: rounded(limit), ratio, ok: figure.ok === true && ratio >= leastRatio }
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000
