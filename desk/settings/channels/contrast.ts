/** What the chat window wears when nothing else was chosen. */
export const SPRUCE = '#1f6f5c'

/** WCAG 2.2 contrast of two `#rrggbb` colours: 1 (none) to 21 (black on white). */
export function contrastOf(one: string, other: string): number {
  const [light, dark] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => b - a)
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)
}

/** Black or white, whichever reads better on that colour; the chat window decides the same. */
export function inkOn(colour: string): '#000000' | '#ffffff' {
  return contrastOf(colour, '#ffffff') >= contrastOf(colour, '#000000') ? '#ffffff' : '#000000'
}

/** A warning where the chat button would be hard to see on a white page (WCAG 2.2, 1.4.11: at least 3), else null. */
export function accentWarning(colour: string): string | null {
  const contrast = contrastOf(colour, '#ffffff')
  if (contrast >= 3) return null
  return `Hard to see on a white page: a contrast of ${contrast.toFixed(1)}, where 3 is the least. Choose a darker one.`
}

function luminanceOf(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
