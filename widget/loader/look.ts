import type { Look } from '../page.ts'

/** As the script tag wants it until the shop's settings are known: `data-side`, `data-x`, `data-y`, `data-label`. */
export const lookOf = ({ side, x, y, label }: DOMStringMap): Look => ({ side, x: Number(x), y: Number(y), label })
