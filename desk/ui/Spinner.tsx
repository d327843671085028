import { LoaderCircle } from 'lucide-react'

/** Turns while something is under way. With a label it is announced; without one what holds it must say so. */
export function Spinner({ label, size = 16 }: { label?: string; size?: number }) {
  return (
    <span role={label ? 'status' : undefined} className="inline-flex">
      <LoaderCircle size={size} aria-hidden="true" className="animate-spin" />
      {label && <span className="sr-only">{label}</span>}
    </span>
  )
}
