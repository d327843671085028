import { queryOptions } from '@tanstack/react-query'
import type { CustomerCardBody } from '#protocol/customers.ts'
import { api } from '../api.ts'
import { workspaceKey } from '../workspace/queries.ts'

export const customersKey = (workspaceId: string) => [...workspaceKey(workspaceId), 'customer'] as const

export const customerQuery = (workspaceId: string, customerId: string) =>
  queryOptions({
    queryKey: [...customersKey(workspaceId), customerId] as const,
    queryFn: ({ signal }) =>
      api.get<CustomerCardBody>(`/workspaces/${workspaceId}/customers/${customerId}`, { signal }),
    staleTime: 60_000,
  })
