import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Coffee, DoorOpen } from 'lucide-react'
import type { BreakBody } from '#protocol/promises.ts'
import { api } from '../api.ts'
import { explain } from '../problem.ts'
import { MenuItem, MenuLine } from '../ui/Menu.tsx'
import { showToast } from '../ui/toast.ts'
import { useMembership } from '../workspace/membership.ts'
import { channelsQuery } from '../workspace/queries.ts'
import { sayClock } from './break-times.ts'
import { breaksQuery } from './queries.ts'

/** In the menu of one's account: take a break, and end those that run, whoever began them. */
export function BreakItems({ onTake }: { onTake: () => void }) {
  const { workspace, role } = useMembership()
  if (role === 'collaborator') return null
  return (
    <>
      <MenuItem icon={Coffee} onSelect={onTake}>
        Take a break…
      </MenuItem>
      <RunningBreaks workspaceId={workspace.id} timeZone={workspace.timeZone} />
      <MenuLine />
    </>
  )
}

function RunningBreaks({ workspaceId, timeZone }: { workspaceId: string; timeZone: string }) {
  const { data: breaks = [] } = useQuery(breaksQuery(workspaceId))
  const { data: channels = [] } = useQuery(channelsQuery(workspaceId))
  const end = useEnd()
  return breaks.map((pause) => {
    const channel = channels.find(({ id }) => id === pause.channelId)
    return (
      <MenuItem key={pause.id} icon={DoorOpen} onSelect={() => end(pause)}>
        <span className="flex flex-col py-1">
          Back now
          <span className="truncate text-sm text-muted">
            {[
              channel?.name,
              `break until ${sayClock(new Date(pause.until), timeZone)}`,
              pause.startedBy.name,
              pause.note,
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </span>
      </MenuItem>
    )
  })
}

function useEnd() {
  const { workspace } = useMembership()
  const queryClient = useQueryClient()
  return async ({ id }: BreakBody) => {
    try {
      await api.delete(`/workspaces/${workspace.id}/breaks/${id}`)
      showToast('The break is over.')
    } catch (error) {
      showToast(`The break goes on. ${explain(error)}`, { isFailure: true })
    }
    await queryClient.invalidateQueries({ queryKey: breaksQuery(workspace.id).queryKey })
  }
}
