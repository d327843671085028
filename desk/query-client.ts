import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiProblem, isSignedOut } from './problem.ts'

const signedOutListeners = new Set<() => void>()

/** Calls back when the server no longer knows who asks. */
export function onSignedOut(listener: () => void) {
  signedOutListeners.add(listener)
}

function noticeSignOut(error: unknown) {
  if (isSignedOut(error)) for (const listener of signedOutListeners) listener()
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSignOut }),
  mutationCache: new MutationCache({
    onError: (error, _variables, _context, mutation) => {
      if (!mutation.meta?.isSigningIn) noticeSignOut(error)
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // What the server refuses it refuses again; only silence and its own failures are worth asking twice.
      retry: (failures, error) => failures < 2 && !(error instanceof ApiProblem && error.status < 500),
      retryDelay: (failures) => Math.min(500 * 2 ** failures, 5_000),
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})
