/**
 * How many rows a list must be moved by so that the row somebody looks at stays where it is when the list changes.
 * @param at index in `before` of the row to hold; when it left, the next one that is still there is held
 */
export function rowsMoved(before: readonly string[], after: readonly string[], at: number): number {
  const places = new Map(after.map((id, index) => [id, index]))
  for (let index = at; index < before.length; index += 1) {
    const place = places.get(before[index] ?? '')
    if (place !== undefined) return place - index
  }
  return 0
}
