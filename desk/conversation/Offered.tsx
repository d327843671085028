import { ExternalLink } from 'lucide-react'
import type { MessageContent } from '#protocol/content.ts'
import { sayMoney } from '../customer/money.ts'

/** What a message showed the customer beside its words. */
export function Offered({ content }: { content: MessageContent }) {
  if (content.kind === 'quick-replies') {
    return (
      <ul aria-label="Answers to choose from" className="flex flex-wrap gap-1.5 py-1">
        {content.options.map(({ label }) => (
          <li key={label} className="rounded border border-field px-2 py-0.5 text-sm">
            {label}
          </li>
        ))}
      </ul>
    )
  }
  return (
    <ul aria-label="Products" className="flex flex-col gap-1.5 py-1">
      {content.products.map(({ name, url, price, currency }) => (
        <li key={url} className="rounded border border-field px-2 py-1">
          <a href={url} target="_blank" rel="noopener noreferrer" className="flex items-center gap-1.5">
            <bdi className="min-w-0 flex-1 truncate font-semibold">{name}</bdi>
            {price !== null && <span className="shrink-0 text-sm">{currency ? sayMoney(price, currency) : price}</span>}
            <ExternalLink size={14} aria-hidden="true" className="shrink-0" />
          </a>
        </li>
      ))}
    </ul>
  )
}
