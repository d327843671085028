import type { Look } from '../page.ts'

/**
 * As the script tag wants it until the shop's settings are known: `data-side`, `data-x`, `data-y`, `data-label-LANGUAGE`
 * and, for all others, `data-label`.
 */
export function lookOf(dataset: DOMStringMap, language: string): Look {
  const { side, x, y, label } = dataset
  return {
    side,
    x: Number(x),
    y: Number(y),
    label: dataset[`label${language[0]?.toUpperCase()}${language[1]}`] ?? label,
  }
}
