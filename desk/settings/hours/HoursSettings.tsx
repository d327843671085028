import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Clock } from 'lucide-react'
import { useState } from 'react'
import type { OpeningHours, OpeningHoursBody } from '#protocol/promises.ts'
import { api } from '../../api.ts'
import { explain } from '../../problem.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { Select } from '../../ui/Select.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { showToast } from '../../ui/toast.ts'
import { useMembership, useWorkspaceId } from '../../workspace/membership.ts'
import { channelsQuery } from '../../workspace/queries.ts'
import { SettingsHead } from '../SettingsSection.tsx'
import { newHours } from './draft.ts'
import { HoursEditor } from './HoursEditor.tsx'
import { PromiseSection } from './PromiseSection.tsx'
import { hoursPath, hoursQuery, type Scope } from './queries.ts'

const EVERYWHERE = 'all'

/** When somebody answers: in all channels, and in those that have hours of their own. */
export function HoursSettings() {
  const [scope, setScope] = useState<Scope>(null)
  return (
    <>
      <SettingsHead
        title="Opening hours"
        lead="When somebody answers. Customers see it in the chat window and in automatic replies; where no hours are set, nothing is said about them."
      />
      <ScopeSelect scope={scope} onChoose={setScope} />
      <ScopedHours key={scope} scope={scope} />
      {scope !== null && <PromiseSection key={`${scope} promise`} channelId={scope} />}
    </>
  )
}

function ScopeSelect({ scope, onChoose }: { scope: Scope; onChoose: (scope: Scope) => void }) {
  const { data: channels = [] } = useQuery(channelsQuery(useWorkspaceId()))
  return (
    <Select
      label="Hours of"
      name="scope"
      value={scope ?? EVERYWHERE}
      choices={[
        { value: EVERYWHERE, label: 'All channels' },
        ...channels.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChoose={(chosen) => onChoose(chosen === EVERYWHERE ? null : chosen)}
      className="max-w-84"
    />
  )
}

function ScopedHours({ scope }: { scope: Scope }) {
  const { workspace } = useMembership()
  const hours = useQuery(hoursQuery(workspace.id, scope))
  const [proposal, setProposal] = useState<OpeningHours | null>(null)
  if (hours.isPending) return <SkeletonRows count={4} label="The opening hours are on their way" />
  if (hours.data === undefined) {
    return (
      <ErrorState
        title="The opening hours could not be loaded"
        detail={explain(hours.error)}
        onRetry={() => hours.refetch()}
        isRetrying={hours.isFetching}
      />
    )
  }
  const { own, hours: counting } = hours.data
  const shown = own ?? proposal
  if (!shown)
    return (
      <NoHours scope={scope} counting={counting} onSet={() => setProposal(counting ?? newHours(workspace.timeZone))} />
    )
  return (
    <>
      <HoursEditor scope={scope} hours={shown} isNew={own === null} onDone={() => setProposal(null)} />
      {own && <RemoveHours scope={scope} own={own} />}
    </>
  )
}

function NoHours({ scope, counting, onSet }: { scope: Scope; counting: OpeningHours | null; onSet: () => void }) {
  const keepsCommon = scope !== null && counting !== null
  return (
    <EmptyState
      icon={Clock}
      title={keepsCommon ? 'This channel keeps the hours of all channels' : 'No opening hours yet'}
      action={
        <Button variant={scope === null ? 'primary' : 'plain'} onClick={onSet}>
          {scope === null ? 'Set opening hours' : 'Give it hours of its own'}
        </Button>
      }
    >
      {keepsCommon ? null : 'Customers may write at any time and are told nothing about when you are there.'}
    </EmptyState>
  )
}

/** They are gone at once, and back at once when somebody wants them back. */
function RemoveHours({ scope, own }: { scope: Scope; own: OpeningHours }) {
  const workspaceId = useWorkspaceId()
  const queryClient = useQueryClient()
  const path = hoursPath(workspaceId, scope)
  const tell = (body: OpeningHoursBody) => queryClient.setQueryData(hoursQuery(workspaceId, scope).queryKey, body)
  const fail = (error: unknown) => showToast(explain(error), { isFailure: true })
  const remove = useMutation({
    mutationFn: () => api.delete<OpeningHoursBody>(path),
    onSuccess: (body) => {
      tell(body)
      showToast(scope === null ? 'The opening hours are removed.' : 'This channel keeps the hours of all channels.', {
        undo: () => void api.put<OpeningHoursBody>(path, own).then(tell, fail),
      })
    },
    onError: fail,
  })
  return (
    <Button variant="danger" className="self-start" isBusy={remove.isPending} onClick={() => remove.mutate()}>
      {scope === null ? 'Have no opening hours' : 'Keep the hours of all channels'}
    </Button>
  )
}
