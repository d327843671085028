import { Plus, X } from 'lucide-react'
import type { Block } from '#protocol/promises.ts'
import { Button } from '../../ui/Button.tsx'
import { ClockInput } from '../../ui/ClockInput.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { doOverlap, hintOf, nextBlock } from './draft.ts'

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
    <div className="flex flex-col gap-2">
      {blocks.length === 0 && <p className="flex h-8 items-center text-muted pointer-coarse:h-10">Closed</p>}
      {blocks.map((block, index) => {
        const name = blocks.length > 1 ? `${of}, ${index + 1}` : of
        const hint = hintOf(block)
        return (
          // A stretch has nothing but its place to be known by.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <div key={index} className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <ClockInput
              label={`${name}: opens`}
              time={block.from}
              onChange={(from) => set(index, { from: from === '24:00' ? '00:00' : from })}
            />
            <span aria-hidden="true" className="text-muted">
              –
            </span>
            <ClockInput label={`${name}: closes`} time={block.to} onChange={(to) => set(index, { to })} />
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
