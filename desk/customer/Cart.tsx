import { ShoppingCart } from 'lucide-react'
import type { CartBody } from '#protocol/customers.ts'
import { sayMoney } from './money.ts'

export function Cart({ cart: { items, total, currency } }: { cart: CartBody }) {
  return (
    <div className="rounded border px-2 py-1.5">
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
