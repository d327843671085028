import { useLayoutEffect, useRef } from 'react'

/**
 * Lets the browser skip what is out of sight. The true height is told beforehand, so that nothing jumps when it comes
 * back into sight.
 */
export function useMeasuredContent(content: unknown) {
  const measured = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew when the content changes
  useLayoutEffect(() => {
    const style = measured.current?.style
    if (!style || !measured.current) return
    style.contentVisibility = 'visible'
    style.setProperty('contain-intrinsic-block-size', `auto ${measured.current.offsetHeight}px`)
    style.contentVisibility = 'auto'
  }, [content])
  return measured
}
