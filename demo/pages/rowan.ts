import { html } from '../html.ts'

/** The sign of the shop: a rowan twig with berries. */
export const rowan = html`<svg class="rowan" viewBox="0 0 32 32" aria-hidden="true">
<path class="twig" d="M26 4Q14 7 11.500 20"/>
<g class="leaves"><ellipse cx="20.500" cy="4.600" rx="3.500" ry="1.500" transform="rotate(-24 20.500 4.600)"/><ellipse cx="15.800" cy="8" rx="3.500" ry="1.500" transform="rotate(-46 15.800 8)"/><ellipse cx="23.500" cy="9.600" rx="3.500" ry="1.500" transform="rotate(28 23.500 9.600)"/><ellipse cx="19" cy="13.600" rx="3.300" ry="1.400" transform="rotate(22 19 13.600)"/></g>
<g class="berries"><circle cx="8.500" cy="21" r="3.200"/><circle cx="14.500" cy="22.600" r="3.200"/><circle cx="10" cy="27" r="3.200"/></g>
</svg>`
