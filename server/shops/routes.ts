import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { editCustomer } from '#customers/editing.ts'
import type { DatabaseConnection } from '#platform/database/database.ts'
import { CustomerBody, CustomerCardBody } from '#protocol/customers.ts'
import { Id, LanguageTag, Line, Nullable } from '#protocol/primitives.ts'
import type { Audience } from '#realtime/audience.ts'
import { getCustomerCard } from './customer-card.ts'

const CustomerParams = Type.Object({ workspaceId: Id, customerId: Id })
const CustomerEditBody = Type.Object(
  {
    name: Type.Optional(Nullable(Line(120))),
    language: Type.Optional(Nullable(LanguageTag)),
    country: Type.Optional(Nullable(Line(60))),
    city: Type.Optional(Nullable(Line(120))),
  },
  { additionalProperties: false },
)

/** `/api/workspaces/:workspaceId/customers`. */
export const customerRoutes: FastifyPluginAsyncTypebox<{ connection: DatabaseConnection; audience: Audience }> = async (
  app,
  options,
) => {
  const { connection, audience } = options
  const tags = ['Customers']
  app.get(
    '/customers/:customerId',
    {
      config: { access: 'agent' },
      schema: {
        tags,
        summary: 'A customer with visit, orders and conversations',
        params: CustomerParams,
        response: { 200: CustomerCardBody },
      },
    },
    ({ agent, params }) => getCustomerCard(connection.db, audience, agent, params.customerId),
  )
  app.patch(
    '/customers/:customerId',
    {
      config: { access: 'agent' },
      schema: {
        tags,
        summary: 'Correct a customer’s name, language or place',
        params: CustomerParams,
        body: CustomerEditBody,
        response: { 200: CustomerBody },
      },
    },
    ({ agent, params, body }) => connection.transact((trx) => editCustomer(trx, agent, params.customerId, body)),
  )
}
