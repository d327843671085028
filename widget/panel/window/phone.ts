const phone = matchMedia('(max-width: 480px)')

export function isPhone() {
  return phone.matches
}

/** Keys are under the fingers: Enter makes a line, and no field takes the focus unasked, which would bring the keyboard up. */
export function isTouched() {
  return matchMedia('(pointer: coarse)').matches
}

/**
 * On a phone the window covers what can be seen of the page, which is less when the keyboard is up, and the page under
 * it does not scroll. Call it with the window, and with null when that is gone.
 */
export function createPhoneFit() {
  const page = document.documentElement.style
  const view = window.visualViewport
  let element: HTMLElement | null = null
  let overflow: [string, string] | undefined

  function fit() {
    const covers = element !== null && phone.matches
    if (covers) {
      overflow ??= [page.getPropertyValue('overflow'), page.getPropertyPriority('overflow')]
      page.setProperty('overflow', 'hidden', 'important')
    } else if (overflow) {
      page.setProperty('overflow', ...overflow)
      overflow = undefined
    }
    // Who pinches wants to see more of it, not less.
    const isFitted = covers && view && view.scale < 1.05
    if (!element) return
    element.style.top = isFitted ? `${view.offsetTop}px` : ''
    element.style.height = isFitted ? `${view.height}px` : ''
  }

  view?.addEventListener('resize', fit)
  view?.addEventListener('scroll', fit)
  phone.addEventListener('change', fit)
  return (current: HTMLElement | null) => {
    element = current
    fit()
  }
}

/** Tab goes round inside a window that covers the page. */
export function keepFocusInside(element: HTMLElement, event: KeyboardEvent) {
  const stops = [
    ...element.querySelectorAll<HTMLElement>('button:not(:disabled), a[href], input, textarea, [tabindex="0"]'),
  ]
  const root = element.getRootNode()
  const focused = root instanceof ShadowRoot ? root.activeElement : null
  const [leaving, entering] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]]
  if (focused !== leaving && focused !== element) return
  event.preventDefault()
  entering?.focus()
}
