import { Check, Copy, Download } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../ui/Button.tsx'

/** Shown once. Each lets its owner in once, when the phone is not at hand. */
export function BackupCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const [isCopied, setCopied] = useState(false)
  const text = codes.join('\n')
  return (
    <div className="flex flex-col gap-4">
      <p>Keep these backup codes where you find them without your phone. Each works once. They are not shown again.</p>
      <ul
        aria-label="Backup codes"
        className="grid grid-cols-2 gap-x-6 gap-y-1 rounded border bg-sunken p-3 font-mono text-sm"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button
          icon={isCopied ? Check : Copy}
          onClick={() =>
            navigator.clipboard.writeText(text).then(
              () => setCopied(true),
              () => setCopied(false),
            )
          }
        >
          {isCopied ? 'Copied' : 'Copy'}
        </Button>
        <Button icon={Download} onClick={() => download(text)}>
          Download
        </Button>
        <Button variant="primary" className="ml-auto" onClick={onDone}>
          I have kept them
        </Button>
      </div>
    </div>
  )
}

function download(text: string) {
  const url = URL.createObjectURL(new Blob([`${text}\n`], { type: 'text/plain' }))
  const link = document.createElement('a')
  link.href = url
  link.download = 'infolett-backup-codes.txt'
  link.click()
  URL.revokeObjectURL(url)
}
