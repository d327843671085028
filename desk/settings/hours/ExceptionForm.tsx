import { useState } from 'react'
import type { Block, HoursException } from '#protocol/promises.ts'
import { Button } from '../../ui/Button.tsx'
import { Form } from '../../ui/Form.tsx'
import { languageChoices } from '../../ui/regional.ts'
import { TextField } from '../../ui/TextField.tsx'
import { useMembership } from '../../workspace/membership.ts'
import { AddBlock, Blocks } from './Blocks.tsx'

type ExceptionFormProps = {
  /** Left out: a new one. */
  exception?: HoursException
  firstDate: string
  onDone: (exception: HoursException) => void
}

/** A day on which it is closed, or open at other times, and what customers are told about it. */
export function ExceptionForm({ exception, firstDate, onDone }: ExceptionFormProps) {
  const { workspace } = useMembership()
  const [blocks, setBlocks] = useState<Block[]>(exception?.blocks ?? [])
  const [problem, setProblem] = useState<string | null>(null)
  const note = exception?.note ?? {}
  const languages = [...new Set([workspace.language, 'en', ...Object.keys(note)])]
  return (
    <Form<Record<string, string>>
      onSubmit={({ date = '', ...texts }) => {
        if (blocks.some(({ from, to }) => from === '' || to === ''))
          return setProblem('Write when it opens and closes.')
        const written = languages.flatMap((tag) => {
          const text = texts[`note-${tag}`]?.trim()
          return text ? [[tag, text] as const] : []
        })
        onDone({ date, blocks, ...(written.length > 0 && { note: Object.fromEntries(written) }) })
      }}
      problem={problem}
      actions={
        <Button type="submit" variant="primary">
          {exception ? 'Change the day' : 'Add the day'}
        </Button>
      }
    >
      <TextField
        label="Day"
        name="date"
        type="date"
        min={firstDate}
        defaultValue={exception?.date}
        required
        missing="Choose a day."
        className="max-w-44"
      />
      <fieldset className="flex flex-col gap-1">
        <legend className="mb-1 text-sm font-semibold">Hours</legend>
        <Blocks of="This day" blocks={blocks} onChange={setBlocks} />
        <div className="-ml-2">
          <AddBlock of="This day" blocks={blocks} onChange={setBlocks} />
        </div>
      </fieldset>
      {languages.map((tag) => (
        <TextField
          key={tag}
          label={`What customers read, in ${nameOf(tag)}`}
          name={`note-${tag}`}
          maxLength={200}
          defaultValue={note[tag]}
          hint={tag === workspace.language ? 'If you like: “Stocktaking”, “Happy holidays!”' : undefined}
        />
      ))}
    </Form>
  )
}

const nameOf = (tag: string) => languageChoices(tag).find(({ value }) => value === tag)?.label ?? tag
