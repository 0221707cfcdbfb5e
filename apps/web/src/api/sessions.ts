import { endSession, endSessions, listSessions } from '@cnop/contracts/sessions'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { call } from '../lib/api-client'

/** Where one is signed in, newest log-in first. */
export const useSessions = () =>
  useQuery({
    queryKey: ['security', 'sessions'],
    queryFn: async ({ signal }) => (await call(listSessions, { signal })).sessions,
  })

/** Ends one session, or all but this one. */
export const useEndSessions = () => {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (which: { sessionId: string } | 'others') =>
      which === 'others'
        ? call(endSessions, { query: { keep_current: 'true' } })
        : call(endSession, { params: { session_id: which.sessionId } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['security'] }),
  })
}
