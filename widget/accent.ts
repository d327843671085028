export const SPRUCE = '#1f6f5c'

/** Black or white, whichever reads better on the colour (WCAG 2.2, relative luminance). */
export function inkOn(hexColour: string): string {
  const luminance = [0.2126, 0.7152, 0.0722].reduce((sum, weight, index) => {
    const share = Number.parseInt(hexColour.slice(1 + index * 2, 3 + index * 2), 16) / 255
    return sum + weight * (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4)
  }, 0)
  // Contrast with white and with black are equal where (L + 0.05)² = 1.05 × 0.05.
  return luminance > 0.179 ? '#000' : '#fff'
}
