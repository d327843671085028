import type { QueryClient } from '@tanstack/react-query'

/** Whose desk it is, and where it keeps what it shows. */
export type Desk = { queryClient: QueryClient; workspaceId: string; memberId: string }
