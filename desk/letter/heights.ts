/** How high each letter stood when it was last drawn, so that it takes its place at once when it is drawn again. */
const heights = new Map<string, number>()
const MOST = 2_000

const LINE_PX = 20
const LINE_LETTERS = 90

export function rememberHeight(id: string, px: number): void {
  heights.delete(id)
  heights.set(id, px)
  const oldest = heights.keys().next().value
  if (heights.size > MOST && oldest !== undefined) heights.delete(oldest)
}

/** As it was, or about what so much text takes. */
export const expectedHeight = (id: string, text: string): number => heights.get(id) ?? estimate(text)

function estimate(text: string): number {
  const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / LINE_LETTERS)), 1)
  return lines * LINE_PX
}
