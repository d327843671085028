import { Fragment, type ReactNode } from 'react'
import { keyNames } from './keys.ts'

export function Kbd({ children, isInverted = false }: { children: ReactNode; isInverted?: boolean }) {
  return (
    <kbd
      className={`inline-flex h-5 min-w-5 items-center justify-center rounded border px-1 font-sans text-xs ${isInverted ? 'border-current/30' : 'border-border bg-sunken text-muted'}`}
    >
      {children}
    </kbd>
  )
}

/** Draws `mod+enter` or `g i` as keys, as this machine names them. */
export function Keys({ keys, isInverted = false }: { keys: string; isInverted?: boolean }) {
  return (
    <span className="inline-flex items-center gap-0.5">
      {keyNames(keys).map((name, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: keys are pressed in order and may repeat
        <Fragment key={index}>
          <Kbd isInverted={isInverted}>{name}</Kbd>
        </Fragment>
      ))}
    </span>
  )
}
