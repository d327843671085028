import { useLayoutEffect, useRef } from 'react'

/**
 * Lets the browser skip what is out of sight. The true height is told beforehand, so that nothing jumps when it comes
 * back into sight; what changes its height while it is out of sight is not skipped.
 */
export function useMeasuredContent(content: unknown, { isSteady }: { isSteady: boolean }) {
  const measured = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured anew when the content changes
  useLayoutEffect(() => {
    const style = measured.current?.style
    if (!style || !measured.current) return
    style.contentVisibility = 'visible'
    style.setProperty('contain-intrinsic-block-size', `auto ${measured.current.offsetHeight}px`)
    if (isSteady) style.contentVisibility = 'auto'
  }, [content, isSteady])
  return measured
}
