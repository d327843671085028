import { type ReactNode, use, useEffect, useRef, useState } from 'react'
import { HoldStill } from './holding-still.ts'

/** Shows the beginning of what is long, and all of it when asked. */
export function Clip({ children }: { children: ReactNode }) {
  const holdStill = use(HoldStill)
  const place = useRef<HTMLDivElement>(null)
  const [isWhole, setWhole] = useState(false)
  const [isLong, setLong] = useState(false)

  useEffect(() => {
    const element = place.current
    const content = element?.firstElementChild
    if (!element || !content || isWhole) return
    const measure = () => setLong(content.scrollHeight > element.clientHeight + 1)
    const observer = new ResizeObserver(measure)
    observer.observe(content)
    return () => observer.disconnect()
  }, [isWhole])

  return (
    <div className="relative">
      <div ref={place} className={isWhole ? '' : 'max-h-[min(34rem,60dvh)] overflow-hidden'}>
        <div>{children}</div>
      </div>
      {isLong && !isWhole && (
        <div className="absolute inset-x-0 bottom-0 flex h-16 items-end justify-center bg-linear-to-t from-(--letter) pb-1">
          <button
            type="button"
            onClick={() => {
              holdStill()
              setWhole(true)
            }}
            className="h-7 rounded-full border border-border bg-raised px-3 text-sm hover:bg-hover pointer-coarse:h-10"
          >
            Show all
          </button>
        </div>
      )}
    </div>
  )
}
