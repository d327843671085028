import { Value } from 'typebox/value'
import type { Database } from '#platform/database/database.ts'
import { OrderBody } from '#protocol/customers.ts'

const { items: Items, delivery: Delivery } = OrderBody.properties

/** A customer's orders, newest first. */
export async function listOrders(db: Database, workspaceId: string, customerId: string): Promise<OrderBody[]> {
  const rows = await db
    .selectFrom('orders')
    .where('workspaceId', '=', workspaceId)
    .where('customerId', '=', customerId)
    .select(['id', 'number', 'status', 'placedAt', 'total', 'currency', 'items', 'delivery'])
    .orderBy('placedAt', 'desc')
    .limit(20)
    .execute()
  return rows.map(({ placedAt, items, delivery, ...order }) => ({
    ...order,
    placedAt: placedAt.toISOString(),
    items: Value.Parse(Items, items),
    delivery: Value.Parse(Delivery, delivery),
  }))
}
