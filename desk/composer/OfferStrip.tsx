import { Plus, X } from 'lucide-react'
import type { MessageContent } from '#protocol/content.ts'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { controlClass } from '../ui/TextField.tsx'
import { MOST_REPLIES } from './offer.ts'

type OfferStripProps = {
  content: MessageContent | undefined
  onChange: (content: MessageContent | undefined) => void
}

/** What goes with the words of a chat message: changed here, or taken away. */
export function OfferStrip({ content, onChange }: OfferStripProps) {
  if (!content) return null
  return (
    <div className="flex flex-wrap items-center gap-1.5 px-4 pb-2 max-sm:px-3">
      {content.kind === 'products' ? (
        content.products.map(({ name, url }) => (
          <span key={url} className="flex h-8 max-w-60 min-w-0 items-center gap-1.5 rounded border px-2 text-sm">
            <bdi className="min-w-0 truncate">{name}</bdi>
            <IconButton
              icon={X}
              size="sm"
              label={`Remove ${name}`}
              onClick={() => {
                const products = content.products.filter((product) => product.url !== url)
                onChange(products.length > 0 ? { kind: 'products', products } : undefined)
              }}
            />
          </span>
        ))
      ) : (
        <Replies content={content} onChange={onChange} />
      )}
    </div>
  )
}

type Replies = Extract<MessageContent, { kind: 'quick-replies' }>
type RepliesProps = { content: Replies; onChange: OfferStripProps['onChange'] }

function Replies({ content: { kind, options }, onChange }: RepliesProps) {
  return (
    <>
      {options.map(({ label }, index) => (
        <input
          // biome-ignore lint/suspicious/noArrayIndexKey: their place is all that tells empty ones apart
          key={index}
          value={label}
          maxLength={60}
          aria-label={`Answer ${index + 1}`}
          placeholder={`Answer ${index + 1}`}
          onChange={({ currentTarget }) =>
            onChange({ kind, options: options.with(index, { label: currentTarget.value }) })
          }
          className={`h-7 max-w-44 text-sm pointer-coarse:h-9 ${controlClass}`}
        />
      ))}
      {options.length < MOST_REPLIES && (
        <IconButton
          icon={Plus}
          size="sm"
          label="Another answer"
          onClick={() => onChange({ kind, options: [...options, { label: '' }] })}
        />
      )}
      <Button size="sm" variant="link" onClick={() => onChange(undefined)}>
        No answers
      </Button>
    </>
  )
}
