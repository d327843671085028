/** What a page wants pressed. A large one, such as a card that is all link, can be pressed beside the launcher. */
const PRESSABLE = 'a,button,input,select,textarea,summary,label,[role=button]'
const LARGE = 40_000
/** A fixed element at least so tall, in heights of the window, is the page itself or lies over all of it. */
const TALL = 0.6
const GAP = 8
const PAUSE_MILLISECONDS = 200

/**
 * Says how far something at the bottom must rise so that it covers no cookie bar, no bottom bar and no button of the
 * page: a number of pixels, or undefined when there is no free place in the lower half. `box` is where it stands at rest.
 */
export function findRise(host: Element, box: DOMRect): number | undefined {
  for (let rise = 0; rise < innerHeight / 2; ) {
    const top = findObstacle(host, box, rise)
    if (top === undefined) return rise
    rise = Math.max(rise + GAP, box.bottom - top + GAP)
  }
}

/** The upper edge of something that must not be covered. */
function findObstacle(host: Element, { left, top, width, height }: DOMRect, rise: number): number | undefined {
  for (const across of [0, 0.5, 1]) {
    for (const down of [1, 0.5, 0]) {
      const x = left + across * width
      const y = top + down * height - rise
      for (const element of document.elementsFromPoint(x, y)) {
        const edge = element !== host && edgeOf(innermost(element, x, y))
        if (edge) return edge
      }
    }
  }
}

function innermost(element: Element, x: number, y: number): Element {
  const inner = element.shadowRoot?.elementFromPoint(x, y)
  return inner && inner !== element ? innermost(inner, x, y) : element
}

function edgeOf(element: Element): number | undefined {
  const pressable = element.closest(PRESSABLE)?.getBoundingClientRect()
  if (pressable && pressable.width * pressable.height < LARGE) return pressable.top
  for (let part: Element | null = element; part; part = part.parentElement ?? hostOf(part)) {
    const { position } = getComputedStyle(part)
    const { top, height } = part.getBoundingClientRect()
    if ((position === 'fixed' || position === 'sticky') && height < TALL * innerHeight) return top
  }
}

const hostOf = (element: Element) => (element.getRootNode() as Partial<ShadowRoot>).host ?? null

/** Calls when the page may have moved something, and now; at most a few times a second, and never while nobody looks. */
export function watchPage(look: () => void) {
  let isWaiting = false
  const soon = () => {
    if (isWaiting) return
    isWaiting = true
    setTimeout(() => {
      isWaiting = false
      look()
    }, PAUSE_MILLISECONDS)
  }
  for (const event of ['scroll', 'resize', 'focusin', 'focusout', 'transitionend', 'animationend'])
    addEventListener(event, soon, { passive: true, capture: true })
  new MutationObserver(soon).observe(document.documentElement, {
    subtree: true,
    childList: true,
    attributeFilter: ['class', 'style', 'hidden', 'open'],
  })
  soon()
}
