import { QueryClient } from '@tanstack/react-query'

import { ApiProblem } from './problem'
import { currentSession, onSessionChange } from './session'

const RETRIES = 2

/** A refusal stays a refusal; anything else may be a moment's trouble. Orders and payments are never retried here. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) => !(error instanceof ApiProblem) && failures < RETRIES,
      staleTime: 1_000,
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false },
  },
})

// What one person saw is not for the next.
onSessionChange(() => {
  if (currentSession().state === 'signed-out') queryClient.clear()
})
