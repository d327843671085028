import { useRouter } from '@tanstack/react-router'
import { explain } from '../problem.ts'
import { ErrorState } from '../ui/ErrorState.tsx'

export function Crash({ error, reset }: { error: unknown; reset: () => void }) {
  const router = useRouter()
  return (
    <div className="flex h-full items-center justify-center">
      <ErrorState
        title="This page could not be shown"
        detail={explain(error)}
        onRetry={() => {
          reset()
          void router.invalidate()
        }}
      />
    </div>
  )
}
