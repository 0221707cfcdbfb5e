import { ApiProblem, NetworkError } from '@cnop/client/problem'
import { QueryClient } from '@tanstack/react-query'

import { currentSession, currentUsername, onSessionChange } from './session'

const RETRIES = 2

/**
 * A refusal stays a refusal, and who waited in vain for an answer is told so rather than made to wait
 * again; anything else may be a moment's trouble. Orders and payments are never retried here.
 */
const isWorthRepeating = (error: Error): boolean =>
  !(error instanceof ApiProblem) && !(error instanceof NetworkError && error.isLate)

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Offline a request fails and says so, instead of waiting unseen for the network to come back.
      networkMode: 'always',
      retry: (failures, error) => failures < RETRIES && isWorthRepeating(error),
      staleTime: 1_000,
      refetchOnWindowFocus: true,
      // Off by default in this network mode: a part that failed without a network would stay broken.
      refetchOnReconnect: true,
    },
    // Nor may an order wait offline and be placed whenever the network returns.
    mutations: { networkMode: 'always', retry: false },
  },
})

// What one person saw is not for the next.
let seenBy: string | undefined

onSessionChange(() => {
  const username = currentUsername()
  if (currentSession().state === 'unknown' || username === seenBy) return
  if (seenBy !== undefined) queryClient.clear()
  seenBy = username
})
