import { visibleConversations } from '#conversations/conversation.ts'
import { getCustomer } from '#customers/customer.ts'
import type { Database } from '#platform/database/database.ts'
import type { CustomerCardBody } from '#protocol/customers.ts'
import type { Audience } from '#realtime/audience.ts'
import type { Agent } from '#workspaces/agent.ts'
import { listOrders } from './order.ts'
import { findLatestVisit, toVisitBody } from './visit.ts'

/** All that stands beside a conversation about who asks. @throws customerNotFound */
export async function getCustomerCard(
  db: Database,
  audience: Audience,
  agent: Agent,
  customerId: string,
): Promise<CustomerCardBody> {
  const customer = await getCustomer(db, agent, customerId)
  const [visit, orders, conversations] = await Promise.all([
    findLatestVisit(db, agent.workspaceId, customer.id),
    listOrders(db, agent.workspaceId, customer.id),
    listOtherConversations(db, agent, customer.id),
  ])
  const isOnline = audience.isCustomerHere(agent.workspaceId, customer.id)
  return { customer, visit: visit ? toVisitBody(visit, isOnline) : null, orders, conversations }
}

async function listOtherConversations(
  db: Database,
  agent: Agent,
  customerId: string,
): Promise<CustomerCardBody['conversations']> {
  const rows = await visibleConversations(db, agent)
    .where('customerId', '=', customerId)
    .select(['id', 'number', 'status', 'previewText', 'lastMessageAt'])
    .orderBy('lastMessageAt', 'desc')
    .limit(20)
    .execute()
  return rows.map(({ previewText, lastMessageAt, ...row }) => ({
    ...row,
    preview: previewText ?? '',
    lastMessageAt: lastMessageAt.toISOString(),
  }))
}
