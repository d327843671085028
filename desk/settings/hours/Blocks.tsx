import { Plus, X } from 'lucide-react'
import type { Block } from '#protocol/promises.ts'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { controlClass } from '../../ui/TextField.tsx'
import { asField, doOverlap, hintOf, nextBlock } from './draft.ts'

type BlocksProps = {
  /** What the fields are of: "Monday". */
  of: string
  blocks: Block[]
  onChange: (blocks: Block[]) => void
}

/** The stretches of a day, each from a time to a time. */
export function Blocks({ of, blocks, onChange }: BlocksProps) {
  const set = (index: number, changes: Partial<Block>) =>
    onChange(blocks.map((block, at) => (at === index ? { ...block, ...changes } : block)))
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-2">
      {blocks.length === 0 && <p className="flex h-8 items-center text-muted pointer-coarse:h-10">Closed</p>}
      {blocks.map((block, index) => {
        const name = blocks.length > 1 ? `${of}, ${index + 1}` : of
        const hint = hintOf(block)
        return (
          // A stretch has nothing but its place to be known by.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <div key={index} className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <TimeField label={`${name}: opens`} time={block.from} onChange={(from) => set(index, { from })} />
            <span aria-hidden="true" className="text-muted">
              –
            </span>
            <TimeField label={`${name}: closes`} time={asField(block.to)} onChange={(to) => set(index, { to })} />
            <IconButton
              icon={X}
              size="sm"
              label={`Remove ${name}`}
              onClick={() => onChange(blocks.filter((_, at) => at !== index))}
            />
            {hint && <span className="text-sm text-muted">{hint}</span>}
          </div>
        )
      })}
      {doOverlap(blocks) && <p className="text-sm text-waiting">These hours overlap.</p>}
    </div>
  )
}

export function AddBlock({ of, blocks, onChange }: BlocksProps) {
  return (
    <Button
      variant="quiet"
      size="sm"
      icon={Plus}
      aria-label={`Add hours: ${of}`}
      disabled={blocks.length >= MOST_BLOCKS}
      onClick={() => onChange([...blocks, nextBlock(blocks)])}
    >
      Add hours
    </Button>
  )
}

const MOST_BLOCKS = 12

function TimeField({ label, time, onChange }: { label: string; time: string; onChange: (time: string) => void }) {
  return (
    <span className="w-26 pointer-coarse:w-30">
      <input
        type="time"
        aria-label={label}
        value={time}
        required
        aria-invalid={time === '' || undefined}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
        className={`h-8 tabular-nums aria-invalid:border-danger pointer-coarse:h-10 ${controlClass}`}
      />
    </span>
  )
}
