import { listOwnSecurityEvents } from '@cnop/contracts/security-events'
import { useInfiniteQuery } from '@tanstack/react-query'

import { call } from '../lib/api-client'

const PAGE = 10

/** What happened to one's own account, newest first. */
export const useSecurityEvents = () =>
  useInfiniteQuery({
    queryKey: ['security', 'events'],
    queryFn: ({ pageParam, signal }) =>
      call(listOwnSecurityEvents, { query: { limit: PAGE, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })
