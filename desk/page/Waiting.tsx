import { Spinner } from '../ui/Spinner.tsx'

export function Waiting() {
  return (
    <div className="flex h-full items-center justify-center text-muted">
      <Spinner size={24} label="Loading" />
    </div>
  )
}
