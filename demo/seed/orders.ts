import type { Insertable } from 'kysely'
import type { Transaction } from '#platform/database/database.ts'
import type { DB } from '#platform/database/schema.generated.ts'
import { type DemoOrder, demoOrders } from '../data.ts'
import { later, type Shift, shiftByDays } from './calendar.ts'
import type { Customers } from './customers.ts'
import type { Scene } from './scene.ts'
import type { StagedConversation } from './staging.ts'

/** Orders that a conversation is about move with it; the others to as near now as they can. */
export async function placeOrders(
  trx: Transaction,
  scene: Scene,
  customers: Customers,
  conversations: StagedConversation[],
): Promise<void> {
  const shifts = new Map(conversations.flatMap(({ orderIds, shift }) => orderIds.map((id) => [id, shift] as const)))
  const newest = Math.max(...demoOrders.map(({ createdAt }) => Date.parse(createdAt)))
  const common = shiftByDays(new Date(newest), scene.now)
  await trx
    .insertInto('orders')
    .values(
      demoOrders.map((order) => ({
        ...orderRow(scene, order, shifts.get(order.id) ?? common),
        customerId: customers.get(order.customerId)?.id ?? null,
      })),
    )
    .execute()
}

/** The order as it stands now: what comes later in its story has not happened yet. */
function orderRow(
  { workspaceId, idAt, now }: Scene,
  { id: number, createdAt, total, currency, items, ...order }: DemoOrder,
  shift: Shift,
): Insertable<DB['orders']> {
  const past = (at: string | null | undefined) => {
    const moved = at ? later(new Date(at), shift) : null
    return moved && moved <= now ? moved : null
  }
  const placedAt = later(new Date(createdAt), shift)
  const { carrier, destination, trackingCode } = order.delivery
  const shippedAt = past(order.delivery.shippedAt)
  const deliveredAt = past(order.delivery.deliveredAt)
  const isBack = past(order.return?.receivedAt) !== null

  return {
    workspaceId,
    id: idAt(placedAt),
    number,
    status: statusOf(order, { shippedAt, deliveredAt, isBack }),
    placedAt,
    total,
    currency,
    items: JSON.stringify(items),
    delivery: JSON.stringify({ carrier, destination, trackingCode: shippedAt && trackingCode, shippedAt, deliveredAt }),
  }
}

type Progress = { shippedAt: Date | null; deliveredAt: Date | null; isBack: boolean }

function statusOf(
  { status, delivery }: Pick<DemoOrder, 'status' | 'delivery'>,
  { shippedAt, deliveredAt, isBack }: Progress,
): DemoOrder['status'] {
  if (status === 'cancelled') return status
  if (delivery.shippedAt && !shippedAt) return 'packing'
  if (delivery.deliveredAt && !deliveredAt) return 'shipped'
  if (status.endsWith('returned') && !isBack) return 'delivered'
  return status
}
