import { ShoppingCart } from 'lucide-react'
import type { VisitBody } from '#protocol/customers.ts'
import { RelativeTime } from '../ui/RelativeTime.tsx'
import { Fact, Facts, Section } from '../ui/Section.tsx'
import { sayMoney } from './money.ts'

const MOST_PAGES = 6

/** What the visitor looks at, has in the cart and comes with. */
export function Visit({ visit }: { visit: VisitBody }) {
  const { isOnline, lastSeenAt, pages, cart, browser, os, device, language, referrer } = visit
  const machine = [device, browser, os].filter(Boolean).join(', ')
  return (
    <Section
      name="visit"
      title={
        <>
          Visit
          <span className="flex items-center gap-1 text-xs font-normal text-muted">
            {isOnline ? (
              <>
                <span className="size-2 rounded-full bg-online" />
                on the site now
              </>
            ) : (
              <RelativeTime at={lastSeenAt} />
            )}
          </span>
        </>
      }
    >
      {pages.length > 0 && (
        <ol className="flex flex-col gap-1">
          {pages.slice(0, MOST_PAGES).map(({ url, title, at }, index) => (
            <li key={`${at} ${url}`} className="flex items-baseline gap-2">
              <PageLink url={url} title={title} isCurrent={isOnline && index === 0} />
              <RelativeTime at={at} className="shrink-0 text-xs text-muted" />
            </li>
          ))}
          {pages.length > MOST_PAGES && <li className="text-xs text-muted">and {pages.length - MOST_PAGES} more</li>}
        </ol>
      )}
      {cart && cart.items.length > 0 && <Cart cart={cart} />}
      <div className="pt-2">
        <Facts>
          {machine && <Fact name="Device">{machine}</Fact>}
          {language && <Fact name="Browser in">{language}</Fact>}
          {referrer && <Fact name="Came from">{hostOf(referrer)}</Fact>}
        </Facts>
      </div>
    </Section>
  )
}

function PageLink({ url, title, isCurrent }: { url: string; title: string; isCurrent: boolean }) {
  const text = title || pathOf(url)
  const className = `min-w-0 flex-1 truncate ${isCurrent ? 'font-semibold' : ''}`
  if (!/^https?:\/\//i.test(url)) return <span className={className}>{text}</span>
  return (
    <a href={url} title={url} target="_blank" rel="noopener noreferrer" className={`${className} hover:underline`}>
      {text}
    </a>
  )
}

function Cart({ cart: { items, total, currency } }: { cart: NonNullable<VisitBody['cart']> }) {
  return (
    <div className="mt-2 rounded border px-2 py-1.5">
      <p className="flex items-center gap-1.5 pb-1 text-xs text-muted">
        <ShoppingCart size={12} aria-hidden="true" />
        <span className="flex-1">In the cart</span>
        <span className="font-semibold text-text tabular-nums">{sayMoney(total, currency)}</span>
      </p>
      <ul>
        {items.map(({ sku, name, quantity }) => (
          <li key={sku} className="flex gap-2">
            <span className="text-muted tabular-nums">{quantity} ×</span>
            <span className="min-w-0 flex-1 truncate" title={name}>
              {name}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : url)
const pathOf = (url: string) => (URL.canParse(url) ? new URL(url).pathname : url)
