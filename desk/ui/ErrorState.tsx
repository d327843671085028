import { RotateCw, TriangleAlert, WifiOff } from 'lucide-react'
import { Button } from './Button.tsx'

type ErrorStateProps = {
  /** What could not be done: "The members could not be loaded." */
  title: string
  detail?: string
  onRetry?: () => void
  isRetrying?: boolean
}

/** What a list says when it could not be loaded, and why, as far as is known. */
export function ErrorState({ title, detail, onRetry, isRetrying }: ErrorStateProps) {
  const Icon = navigator.onLine ? TriangleAlert : WifiOff
  return (
    <div role="alert" className="flex flex-col items-center justify-center gap-1 px-6 py-10 text-center">
      <Icon size={24} strokeWidth={1.5} aria-hidden="true" className="mb-2 text-muted" />
      <p className="font-semibold">{title}</p>
      <p className="max-w-80 text-sm text-muted">
        {navigator.onLine ? detail : 'You are offline. Try again when you are back.'}
      </p>
      {onRetry && (
        <Button className="mt-3" icon={RotateCw} isBusy={isRetrying} onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  )
}
