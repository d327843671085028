import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { OpeningHours, OpeningHoursBody } from '#protocol/promises.ts'
import { api } from '../../api.ts'
import { explain } from '../../problem.ts'
import { Button } from '../../ui/Button.tsx'
import { timeZoneChoices } from '../../ui/regional.ts'
import { Select } from '../../ui/Select.tsx'
import { showToast } from '../../ui/toast.ts'
import { useWorkspaceId } from '../../workspace/membership.ts'
import { SettingsSection } from '../SettingsSection.tsx'
import { isComplete } from './draft.ts'
import { Exceptions } from './Exceptions.tsx'
import { Holidays } from './Holidays.tsx'
import { hoursPath, hoursQuery, previewQuery, type Scope } from './queries.ts'
import { sayOpening } from './say-opening.ts'
import { WeekGrid } from './WeekGrid.tsx'

type HoursEditorProps = {
  scope: Scope
  hours: OpeningHours
  /** They are only a proposal until somebody saves them. */
  isNew: boolean
  /** Saved or given up. */
  onDone: () => void
}

/** Nothing counts before it is saved: customers see it at once. */
export function HoursEditor({ scope, hours, isNew, onDone }: HoursEditorProps) {
  const [draft, setDraft] = useState<OpeningHours | null>(null)
  const shown = draft ?? hours
  const set = (changes: Partial<OpeningHours>) => setDraft({ ...shown, ...changes })
  const done = () => {
    setDraft(null)
    onDone()
  }
  const save = useSave(scope, done)
  const isChanged = isNew || draft !== null
  return (
    <>
      <Preview hours={shown} />
      <SettingsSection title="Week" lead="Several stretches a day are fine, also over midnight.">
        <WeekGrid weekly={shown.weekly} onChange={(weekly) => set({ weekly })} />
        <Select
          label="Time zone"
          name="timeZone"
          choices={timeZoneChoices(shown.timeZone)}
          value={shown.timeZone}
          onChoose={(timeZone) => set({ timeZone })}
          className="max-w-84"
        />
      </SettingsSection>
      <SettingsSection
        title="Public holidays"
        lead="Closed on the public holidays of these countries, every year. On those you mark, the week goes on as usual."
      >
        <Holidays holidays={shown.holidays} timeZone={shown.timeZone} onChange={(holidays) => set({ holidays })} />
      </SettingsSection>
      <SettingsSection
        title="Days that are different"
        lead="Closed, or open at other times. They count before holidays."
      >
        <Exceptions
          exceptions={shown.exceptions}
          timeZone={shown.timeZone}
          onChange={(exceptions) => set({ exceptions })}
        />
      </SettingsSection>
      {isChanged && (
        <SaveBar problem={save.error ? explain(save.error) : isComplete(shown) ? null : 'A time is missing.'}>
          <Button
            variant="primary"
            isBusy={save.isPending}
            disabled={!isComplete(shown)}
            onClick={() => save.mutate(shown)}
          >
            Save
          </Button>
          <Button onClick={done}>Discard</Button>
        </SaveBar>
      )}
    </>
  )
}

function Preview({ hours }: { hours: OpeningHours }) {
  const workspaceId = useWorkspaceId()
  const { data } = useQuery(previewQuery(workspaceId, hours, isComplete(hours)))
  return (
    <p role="status" className="flex min-h-9 items-center gap-2 rounded bg-sunken px-3 py-2">
      {data && (
        <>
          <span
            aria-hidden="true"
            className={`size-2 shrink-0 rounded-full ${data.isOpen ? 'bg-online' : 'border border-field'}`}
          />
          {sayOpening(data, new Date(), hours.timeZone)}
        </>
      )}
    </p>
  )
}

function SaveBar({ problem, children }: { problem: string | null; children: ReactNode }) {
  return (
    <div className="sticky bottom-0 -mx-4 -mb-5 flex flex-wrap items-center gap-2 border-t bg-surface px-4 py-3 sm:-mx-8 sm:-mb-6 sm:px-8">
      {children}
      <p role="alert" className="min-w-0 flex-1 basis-40 text-sm text-danger">
        {problem}
      </p>
    </div>
  )
}

function useSave(scope: Scope, onSaved: () => void) {
  const workspaceId = useWorkspaceId()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (hours: OpeningHours) => api.put<OpeningHoursBody>(hoursPath(workspaceId, scope), hours),
    onSuccess: (saved) => {
      queryClient.setQueryData(hoursQuery(workspaceId, scope).queryKey, saved)
      onSaved()
      showToast('The opening hours are saved.')
    },
  })
}
