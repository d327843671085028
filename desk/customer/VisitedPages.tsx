import { Tag } from 'lucide-react'
import type { VisitedPage } from '#protocol/customers.ts'
import { RelativeTime } from '../ui/RelativeTime.tsx'
import { pathOf } from './addresses.ts'
import { sayMoney } from './money.ts'

const MOST_PAGES = 6

/** Newest first. */
export function VisitedPages({ pages, isOnline }: { pages: VisitedPage[]; isOnline: boolean }) {
  return (
    <ol aria-label="Pages" className="flex flex-col gap-1">
      {pages.slice(0, MOST_PAGES).map((page, index) => (
        <li key={`${page.at} ${page.url}`} className="flex items-baseline gap-2">
          <div className="min-w-0 flex-1">
            <PageLink page={page} isCurrent={isOnline && index === 0} />
            {page.product && <Product product={page.product} />}
          </div>
          <RelativeTime at={page.at} className="shrink-0 text-xs text-muted" />
        </li>
      ))}
      {pages.length > MOST_PAGES && <li className="text-xs text-muted">and {pages.length - MOST_PAGES} more</li>}
    </ol>
  )
}

function PageLink({ page: { url, title, product }, isCurrent }: { page: VisitedPage; isCurrent: boolean }) {
  const text = product?.name || title || pathOf(url)
  const className = `block truncate ${isCurrent ? 'font-semibold' : ''}`
  if (!/^https?:\/\//i.test(url)) return <span className={className}>{text}</span>
  return (
    <a href={url} title={url} target="_blank" rel="noopener noreferrer" className={`${className} hover:underline`}>
      {text}
    </a>
  )
}

function Product({ product: { sku, price, currency } }: { product: NonNullable<VisitedPage['product']> }) {
  return (
    <p className="flex items-center gap-1.5 text-xs text-muted">
      <Tag size={12} role="img" aria-label="Product" className="shrink-0" />
      {sku && <span className="min-w-0 truncate select-all">{sku}</span>}
      {price !== undefined && <span className="tabular-nums">{currency ? sayMoney(price, currency) : price}</span>}
    </p>
  )
}
