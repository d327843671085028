import { X } from 'lucide-react'
import { type ClipboardEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { personName, readAddresses, type Written, writeAddress } from '../letter/addresses.ts'

type AddressFieldProps = {
  name: string
  people: Written[]
  /** It is where writing begins. */
  hasFocus?: boolean
  onChange: (people: Written[]) => void
}

/** Several addresses: typed, pasted or taken away. Enter, a comma, a semicolon or leaving the field ends one. */
export function AddressField({ name, people, hasFocus = false, onChange }: AddressFieldProps) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')

  // biome-ignore lint/correctness/useExhaustiveDependencies: when it comes on screen
  useEffect(() => {
    if (hasFocus) input.current?.focus()
  }, [])

  function add(written: string) {
    const known = new Set(people.map(textOf))
    const news = readAddresses(written).filter((one) => !known.has(textOf(one)))
    if (news.length > 0) onChange([...people, ...news])
    setText('')
  }

  /** The last one becomes text again. */
  function takeUpLast() {
    const last = people.at(-1)
    if (!last) return
    onChange(people.slice(0, -1))
    setText('wrong' in last ? last.wrong : writeAddress(last))
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Backspace' && text === '') {
      event.preventDefault()
      takeUpLast()
    }
    const endsHere = event.key === 'Enter' || (/^[,;]$/.test(event.key) && !isInQuotes(text))
    if (!endsHere || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    add(text)
  }

  function onPaste(event: ClipboardEvent) {
    const pasted = event.clipboardData.getData('text')
    if (!/[,;\n@]/.test(pasted)) return
    event.preventDefault()
    add(`${text}${pasted}`)
  }

  return (
    <>
      <label htmlFor={id} className="text-muted">
        {name}
      </label>
      <div className="flex min-w-0 flex-wrap items-center gap-1 border-b py-0.5">
        {people.map((one) => (
          <Token key={textOf(one)} one={one} onRemove={() => onChange(people.filter((other) => other !== one))} />
        ))}
        <input
          ref={input}
          id={id}
          type="text"
          inputMode="email"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={text}
          onChange={({ target }) => setText(target.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onBlur={() => add(text)}
          className="h-6 min-w-32 flex-1 bg-transparent outline-hidden pointer-coarse:h-10"
        />
      </div>
    </>
  )
}

function Token({ one, onRemove }: { one: Written; onRemove: () => void }) {
  const isWrong = 'wrong' in one
  const shown = isWrong ? one.wrong : personName(one)
  return (
    <span
      title={isWrong ? 'This is not a mail address' : one.address}
      className={`flex h-6 max-w-full items-center rounded border pl-1.5 pointer-coarse:h-9 ${isWrong ? 'border-danger text-danger' : 'bg-sunken'}`}
    >
      <bdi className="truncate">{shown}</bdi>
      {isWrong && <span className="sr-only">, not a mail address</span>}
      <button
        type="button"
        aria-label={`Remove ${shown}`}
        onClick={onRemove}
        className="inline-flex size-6 shrink-0 items-center justify-center rounded text-muted hover:text-text pointer-coarse:size-9"
      >
        <X size={12} aria-hidden="true" />
      </button>
    </span>
  )
}

const textOf = (one: Written) => ('wrong' in one ? one.wrong : one.address)

/** A comma inside a name that somebody is quoting. */
const isInQuotes = (text: string) => text.split('"').length % 2 === 0
