import { Select } from '../../ui/Select.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { type ChatLook, checkPixels } from './chat-look.ts'

const sides = [
  { value: '', label: 'By the page' },
  { value: 'right', label: 'Right' },
  { value: 'left', label: 'Left' },
] as const

type LauncherFieldsProps = { look: ChatLook; onChange: (part: Partial<ChatLook>) => void }

/** Where the chat button stands. */
export function LauncherFields({ look: { side, offsetX, offsetY }, onChange }: LauncherFieldsProps) {
  const hasSide = side !== ''
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-sm font-semibold">Place of the chat button</legend>
      <div className="grid grid-cols-3 gap-2">
        <Select
          label="Side"
          name="side"
          choices={hasSide ? sides.slice(1) : sides}
          value={side}
          onChoose={(chosen) => onChange({ side: chosen })}
        />
        <TextField
          label="From the side"
          name="offsetX"
          inputMode="numeric"
          value={offsetX}
          placeholder="20"
          check={checkPixels}
          onChange={({ currentTarget }) => onChange({ offsetX: currentTarget.value })}
        />
        <TextField
          label="From below"
          name="offsetY"
          inputMode="numeric"
          value={offsetY}
          placeholder="20"
          check={checkPixels}
          onChange={({ currentTarget }) => onChange({ offsetY: currentTarget.value })}
        />
      </div>
      <p className="text-sm text-muted">
        In pixels. The button moves up by itself where it would cover a cookie bar, a button or a bar of the page.
      </p>
    </fieldset>
  )
}
