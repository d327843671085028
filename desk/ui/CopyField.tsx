import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button } from './Button.tsx'

type CopyFieldProps = { label: string; text: string; isMultiline?: boolean }

/** Text to take along: shown whole, copied with one press, selectable by hand where copying is not allowed. */
export function CopyField({ label, text, isMultiline = false }: CopyFieldProps) {
  const [copied, setCopied] = useState<string | null>(null)
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(text),
      () => setCopied(null),
    )
  const isCopied = copied === text
  return (
    <div className="flex flex-col gap-1">
      <span className="text-sm font-semibold">{label}</span>
      <div className="flex items-start gap-2">
        <code
          className={`min-w-0 flex-1 rounded border bg-sunken px-2 py-1.5 font-mono text-sm break-all select-all ${isMultiline ? 'whitespace-pre-wrap' : ''}`}
        >
          {text}
        </code>
        <Button icon={isCopied ? Check : Copy} onClick={copy} aria-label={`Copy: ${label}`}>
          {isCopied ? 'Copied' : 'Copy'}
        </Button>
        <span role="status" className="sr-only">
          {isCopied && 'Copied.'}
        </span>
      </div>
    </div>
  )
}
