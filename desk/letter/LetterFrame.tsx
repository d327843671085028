import { use, useEffect, useRef, useState } from 'react'
import { expectedHeight, rememberHeight } from './heights.ts'
import { HoldStill } from './holding-still.ts'

type FrameProps = {
  id: string
  /** Where the letter's own document is; it brings a policy of its own. */
  src: string
  title: string
  /** Tells the place to keep free before the document is there. */
  text: string
  onLoad: (letter: Document) => void
  /** It could not be loaded. */
  onFailure: () => void
}

/** Nothing in it may run, be sent or leave the frame; we may look in to learn how high it is. */
const SANDBOX = 'allow-same-origin allow-popups allow-popups-to-escape-sandbox'
/** What is too wide is made smaller down to this; beyond, it scrolls. */
const SMALLEST = 0.5
const SCROLLBAR_PX = 16

/** A letter as its writer laid it out. It is as high as what it holds, and says so before it is seen again. */
export function LetterFrame({ id, src, title, text, onLoad, onFailure }: FrameProps) {
  const holdStill = use(HoldStill)
  const frame = useRef<HTMLIFrameElement>(null)
  const [letter, setLetter] = useState<Document>()
  const [firstHeight] = useState(() => expectedHeight(id, text))

  useEffect(() => {
    const page = letter?.documentElement
    if (!letter || !page) return
    const fit = () => {
      if (frame.current) rememberHeight(id, fitTo(frame.current, letter))
    }
    fit()
    // Fitting changes what is observed; in the next frame that is no circle.
    const observer = new ResizeObserver(() => requestAnimationFrame(fit))
    observer.observe(page)
    // Of another window: its classes are not ours.
    const unfold = ({ target }: Event) => {
      if (target && 'closest' in target && (target as Element).closest('summary')) holdStill()
    }
    letter.addEventListener('keydown', passOn)
    letter.addEventListener('click', unfold)
    return () => {
      observer.disconnect()
      letter.removeEventListener('keydown', passOn)
      letter.removeEventListener('click', unfold)
    }
  }, [letter, id, holdStill])

  return (
    <iframe
      ref={frame}
      src={src}
      title={title}
      sandbox={SANDBOX}
      loading="lazy"
      referrerPolicy="no-referrer"
      onLoad={() => {
        const loaded = frame.current?.contentDocument ?? undefined
        if (!loaded?.contentType.includes('html')) return onFailure()
        setLetter(loaded)
        onLoad(loaded)
      }}
      // Who wants little motion has transitions of no length on everything; a height must be true at once.
      className="block w-full border-0 transition-none"
      style={{ height: firstHeight }}
    />
  )
}

/** What stands below the reader's eyes may move; what they look at may not. */
function fitTo(frame: HTMLIFrameElement, letter: Document): number {
  const height = fittedHeight(frame, letter)
  const before = frame.offsetHeight
  if (height === before) return height
  const scroller = frame.closest('[role="log"]')
  const isAbove = scroller && frame.getBoundingClientRect().top < scroller.getBoundingClientRect().top
  frame.style.height = `${height}px`
  if (scroller && isAbove) scroller.scrollTop += frame.offsetHeight - before
  return height
}

function fittedHeight(frame: HTMLIFrameElement, { body, documentElement: page }: Document): number {
  body.style.removeProperty('zoom')
  // What hangs over has no edge on the right.
  const edge = page.scrollWidth > frame.clientWidth ? Number.parseFloat(getComputedStyle(body).paddingRight) : 0
  const wanted = page.scrollWidth + edge
  const scale = Math.max(SMALLEST, frame.clientWidth / wanted)
  if (scale < 1) body.style.setProperty('zoom', String(scale))
  const scrollbar = page.scrollWidth > frame.clientWidth ? SCROLLBAR_PX : 0
  return Math.ceil(page.getBoundingClientRect().height) + scrollbar
}

/** Whoever clicked into a letter still has the desk's keys. */
function passOn(event: KeyboardEvent) {
  if (!window.dispatchEvent(new KeyboardEvent('keydown', { ...keyOf(event), cancelable: true }))) event.preventDefault()
}

const keyOf = ({ key, ctrlKey, metaKey, altKey, shiftKey, repeat }: KeyboardEvent) => ({
  key,
  ctrlKey,
  metaKey,
  altKey,
  shiftKey,
  repeat,
})
