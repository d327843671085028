import { useState } from 'react'
import { readClock } from './clock.ts'
import { controlClass } from './TextField.tsx'

type ClockInputProps = {
  label: string
  /** `HH:MM`, or empty. */
  time: string
  /** As soon as what is written is a time; empty when it is none. */
  onChange: (time: string) => void
}

/**
 * A time by a 24-hour clock, whatever the browser's language; "930" will do. The browser's own field would show a.m. and
 * p.m. to everybody whose browser speaks American English.
 */
export function ClockInput({ label, time, onChange }: ClockInputProps) {
  const [written, setWritten] = useState<string | null>(null)
  const text = written ?? time
  return (
    <span className="w-18 shrink-0">
      <input
        aria-label={label}
        inputMode="numeric"
        autoComplete="off"
        maxLength={5}
        placeholder="--:--"
        value={text}
        aria-invalid={readClock(text) === undefined || undefined}
        onFocus={({ currentTarget }) => currentTarget.select()}
        onChange={({ currentTarget: { value } }) => {
          setWritten(value)
          onChange(readClock(value) ?? '')
        }}
        onBlur={() => setWritten(readClock(text) === undefined ? text : null)}
        className={`h-8 text-center tabular-nums aria-invalid:border-danger pointer-coarse:h-10 ${controlClass}`}
      />
    </span>
  )
}
