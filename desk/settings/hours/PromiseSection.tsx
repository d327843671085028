import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Id } from '#protocol/primitives.ts'
import type { AnswerPromise, ChannelPromise, ChannelPromiseBody } from '#protocol/promises.ts'
import { api } from '../../api.ts'
import { explain } from '../../problem.ts'
import { Button } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Checkbox.tsx'
import { Form } from '../../ui/Form.tsx'
import { saySpan } from '../../ui/relative-time.ts'
import { Select } from '../../ui/Select.tsx'
import { SkeletonRows } from '../../ui/Skeleton.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { showToast } from '../../ui/toast.ts'
import { useWorkspaceId } from '../../workspace/membership.ts'
import { SettingsSection } from '../SettingsSection.tsx'
import { promiseQuery } from './queries.ts'

/** What the channel promises, and whether it keeps it now. */
export function PromiseSection({ channelId }: { channelId: Id }) {
  const promise = useQuery(promiseQuery(useWorkspaceId(), channelId))
  return (
    <SettingsSection
      title="Promise"
      lead="When the wait would be longer than this, or nobody is at the desk, the chat window leads with leaving a message."
    >
      {promise.data ? (
        <>
          <p role="status" className="text-sm text-muted">
            {sayState(promise.data)}
          </p>
          <PromiseForm key={JSON.stringify(promise.data.counts)} channelId={channelId} promise={promise.data.counts} />
        </>
      ) : (
        <SkeletonRows count={2} label="The promise is on its way" />
      )}
    </SettingsSection>
  )
}

function sayState({ state, forecastSeconds }: ChannelPromiseBody): string {
  if (state === 'closed') return 'Closed now.'
  if (state === 'nobody') return 'Nobody is at the desk now.'
  const wait = forecastSeconds === null ? '' : ` Who asks now would wait ${sayWait(forecastSeconds)}.`
  return `${state === 'keeps' ? 'The promise is kept now.' : 'The promise would be broken now.'}${wait}`
}

const sayWait = (seconds: number) => (seconds < 60 ? 'less than a minute' : `about ${saySpan(seconds * 1000)}`)

type Unit = 'seconds' | 'minutes' | 'hours' | 'working-days'
const UNITS: readonly { value: Unit; label: string }[] = [
  { value: 'seconds', label: 'seconds' },
  { value: 'minutes', label: 'minutes' },
  { value: 'hours', label: 'hours' },
  { value: 'working-days', label: 'working days' },
]
const SECONDS_OF: Record<Exclude<Unit, 'working-days'>, number> = { seconds: 1, minutes: 60, hours: 3_600 }

function PromiseForm({ channelId, promise }: { channelId: Id; promise: ChannelPromise }) {
  const workspaceId = useWorkspaceId()
  const queryClient = useQueryClient()
  const [offersCallback, setOffersCallback] = useState(promise.offersCallback)
  const shown = inUnit(promise.promise)
  const save = useMutation({
    mutationFn: (changed: ChannelPromise) =>
      api.put<ChannelPromiseBody>(`/workspaces/${workspaceId}/channels/${channelId}/promise`, changed),
    onSuccess: (body) => {
      queryClient.setQueryData(promiseQuery(workspaceId, channelId).queryKey, body)
      showToast('The promise is saved.')
    },
  })
  return (
    <Form<{ amount: string; unit: Unit }>
      onSubmit={({ amount, unit }) => save.mutate({ promise: readPromise(Number(amount), unit), offersCallback })}
      isBusy={save.isPending}
      problem={save.error && explain(save.error)}
      actions={
        <Button type="submit" isBusy={save.isPending}>
          Save the promise
        </Button>
      }
    >
      <div className="flex items-end gap-2">
        <TextField
          label="An answer within"
          name="amount"
          type="number"
          inputMode="numeric"
          min={1}
          required
          missing="Write how many."
          defaultValue={shown.amount}
          className="w-32"
        />
        <Select label="Unit" isLabelHidden name="unit" choices={UNITS} defaultValue={shown.unit} className="w-36" />
      </div>
      <Checkbox
        label="Offer to call back when it cannot be kept"
        hint="Only while somebody is at the desk to call."
        isChecked={offersCallback}
        onChange={setOffersCallback}
      />
    </Form>
  )
}

function inUnit(promise: AnswerPromise): { amount: number; unit: Unit } {
  const { amount } = promise
  if (promise.unit === 'working-days') return promise
  for (const unit of ['hours', 'minutes'] as const)
    if (amount % SECONDS_OF[unit] === 0) return { amount: amount / SECONDS_OF[unit], unit }
  return promise
}

const readPromise = (amount: number, unit: Unit): AnswerPromise =>
  unit === 'working-days' ? { amount, unit } : { amount: amount * SECONDS_OF[unit], unit: 'seconds' }
