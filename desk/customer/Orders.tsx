import { Truck } from 'lucide-react'
import { useState } from 'react'
import type { OrderBody } from '#protocol/customers.ts'
import { Badge } from '../ui/Badge.tsx'
import { RelativeTime } from '../ui/RelativeTime.tsx'
import { Section } from '../ui/Section.tsx'
import { sayMoney } from './money.ts'

const FIRST = 3

export function Orders({ orders }: { orders: OrderBody[] }) {
  const [areAllShown, showAll] = useState(false)
  if (orders.length === 0) return null
  return (
    <Section
      name="orders"
      title={
        <>
          Orders <span className="font-normal text-muted">{orders.length}</span>
        </>
      }
    >
      <ul className="flex flex-col gap-3">
        {(areAllShown ? orders : orders.slice(0, FIRST)).map((order) => (
          <Order key={order.id} order={order} />
        ))}
      </ul>
      {!areAllShown && orders.length > FIRST && (
        <button
          type="button"
          onClick={() => showAll(true)}
          className="mt-2 rounded text-accent hover:underline pointer-coarse:min-h-9"
        >
          Show all {orders.length}
        </button>
      )}
    </Section>
  )
}

function Order({ order: { number, status, placedAt, total, currency, items, delivery } }: { order: OrderBody }) {
  return (
    <li>
      <p className="flex items-center gap-2">
        <span className="select-all font-semibold">{number}</span>
        <Badge>{status}</Badge>
        <span className="ml-auto tabular-nums">{sayMoney(total, currency)}</span>
      </p>
      <ul className="text-muted">
        {items.map(({ sku, name, variant, quantity }) => (
          <li key={`${sku} ${variant ?? ''}`} className="flex gap-1.5">
            <span className="tabular-nums">{quantity} ×</span>
            <span className="min-w-0 flex-1 truncate" title={name}>
              {name}
              {variant && `, ${variant}`}
            </span>
          </li>
        ))}
      </ul>
      <p className="flex flex-wrap items-center gap-x-1.5 text-xs text-muted">
        <RelativeTime at={placedAt} />
        {delivery?.carrier && (
          <>
            <Truck size={12} aria-hidden="true" />
            <span>{[delivery.carrier, delivery.destination].filter(Boolean).join(', ')}</span>
          </>
        )}
        {delivery?.trackingCode && <span className="select-all [overflow-wrap:anywhere]">{delivery.trackingCode}</span>}
      </p>
    </li>
  )
}
