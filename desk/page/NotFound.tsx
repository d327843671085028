import { Link } from '@tanstack/react-router'
import { SearchX } from 'lucide-react'
import { EmptyState } from '../ui/EmptyState.tsx'

export function NotFound() {
  return (
    <div className="flex h-full items-center justify-center">
      <EmptyState
        icon={SearchX}
        title="There is nothing here"
        action={
          <Link to="/" className="text-accent underline">
            Go to your inbox
          </Link>
        }
      >
        The address is wrong, or this belongs to a workspace that you do not work in.
      </EmptyState>
    </div>
  )
}
