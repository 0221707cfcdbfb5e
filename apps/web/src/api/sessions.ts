import { endSession, endSessions, listSessions } from '@cnop/contracts/sessions'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { call } from '../lib/api-client'

/** Where one is signed in, newest log-in first. */
export const useSessions = () =>
  useQuery({
    queryKey: ['security', 'sessions'],
    queryFn: async ({ signal }) => (await call(listSessions, { signal })).sessions,
  })

/** Ends one session, or all but this one and the API keys where that is asked for. */
export const useEndSessions = () => {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (which: { sessionId: string } | { revokesKeys: boolean }) =>
      'sessionId' in which
        ? call(endSession, { params: { session_id: which.sessionId } })
        : call(endSessions, {
            query: { keep_current: 'true', revoke_api_keys: which.revokesKeys ? 'true' : 'false' },
          }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['security'] }),
  })
}
