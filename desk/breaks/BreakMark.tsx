import { useQuery } from '@tanstack/react-query'
import { Coffee } from 'lucide-react'
import { useMembership } from '../workspace/membership.ts'
import { sayClock } from './break-times.ts'
import { breaksQuery } from './queries.ts'

/** So that nobody forgets that customers are told to wait. */
export function BreakMark() {
  const { workspace, role } = useMembership()
  const { data: breaks = [] } = useQuery({ ...breaksQuery(workspace.id), enabled: role !== 'collaborator' })
  const last = breaks
    .map(({ until }) => until)
    .toSorted()
    .at(-1)
  if (!last) return null
  const clock = sayClock(new Date(last), workspace.timeZone)
  return (
    <p
      role="status"
      title={`Customers see: back at ${clock}`}
      className="flex flex-col items-center justify-center gap-0.5 text-xs text-waiting tabular-nums"
    >
      <Coffee size={18} aria-hidden="true" />
      <span className="sr-only">On a break until </span>
      {clock}
    </p>
  )
}
