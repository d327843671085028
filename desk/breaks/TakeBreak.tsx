import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { NewBreak } from '#protocol/promises.ts'
import { api } from '../api.ts'
import { explain } from '../problem.ts'
import { Button } from '../ui/Button.tsx'
import { ClockInput } from '../ui/ClockInput.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Form } from '../ui/Form.tsx'
import { Select } from '../ui/Select.tsx'
import { TextField } from '../ui/TextField.tsx'
import { showToast } from '../ui/toast.ts'
import { useMembership } from '../workspace/membership.ts'
import { channelsQuery } from '../workspace/queries.ts'
import { breakTimes, nextAt, sayClock } from './break-times.ts'
import { breaksQuery } from './queries.ts'

type TakeBreakProps = { isOpen: boolean; onOpenChange: (isOpen: boolean) => void }

/** "Back at 14:30": customers see it in every open chat window. */
export function TakeBreak({ isOpen, onOpenChange }: TakeBreakProps) {
  return (
    <Dialog
      title="Take a break"
      description="Customers see when you are back. Until then the chat counts as closed."
      isOpen={isOpen}
      onOpenChange={onOpenChange}
    >
      <BreakForm onDone={() => onOpenChange(false)} />
    </Dialog>
  )
}

const EVERYWHERE = 'all'
type Values = { channelId: string; note: string }

function BreakForm({ onDone }: { onDone: () => void }) {
  const { workspace } = useMembership()
  const { timeZone } = workspace
  const { data: channels = [] } = useQuery(channelsQuery(workspace.id))
  const [now] = useState(() => new Date())
  const [until, setUntil] = useState(() => sayClock(breakTimes(now)[1]?.until ?? now, timeZone))
  const [problem, setProblem] = useState<string | null>(null)
  const start = useStart(onDone)
  return (
    <Form<Values>
      onSubmit={({ channelId, note }) => {
        const end = nextAt(until, new Date(), timeZone)
        if (!end) return setProblem('Write when you are back, for example 14:30.')
        start.mutate({
          until: end.toISOString(),
          channelId: channelId === EVERYWHERE ? null : channelId,
          note: note.trim() || null,
        })
      }}
      isBusy={start.isPending}
      problem={start.error ? explain(start.error) : problem}
      actions={
        <Button type="submit" variant="primary" isBusy={start.isPending}>
          Start the break
        </Button>
      }
    >
      <div className="flex flex-wrap items-center gap-2">
        <span aria-hidden="true" className="text-sm font-semibold">
          Back at
        </span>
        <ClockInput label="Back at" time={until} onChange={setUntil} />
        {breakTimes(now).map(({ minutes, until: end }) => (
          <Button
            key={minutes}
            aria-pressed={until === sayClock(end, timeZone)}
            className="aria-pressed:bg-selected aria-pressed:text-accent"
            onClick={() => setUntil(sayClock(end, timeZone))}
          >
            {minutes} min
          </Button>
        ))}
      </div>
      <Select
        label="Where"
        name="channelId"
        defaultValue={EVERYWHERE}
        choices={[
          { value: EVERYWHERE, label: 'All channels' },
          ...channels.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <TextField
        label="Note for the team"
        name="note"
        maxLength={200}
        defaultValue=""
        hint="Customers do not see it."
      />
    </Form>
  )
}

function useStart(onDone: () => void) {
  const { workspace } = useMembership()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (pause: NewBreak) => api.post(`/workspaces/${workspace.id}/breaks`, pause),
    onSuccess: async (_, { until }) => {
      await queryClient.invalidateQueries({ queryKey: breaksQuery(workspace.id).queryKey })
      showToast(`Customers see: back at ${sayClock(new Date(until), workspace.timeZone)}.`)
      onDone()
    },
  })
}
