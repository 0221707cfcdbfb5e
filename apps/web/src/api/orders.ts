import { listOrders } from '@cnop/contracts/orders'
import { useInfiniteQuery } from '@tanstack/react-query'

import { call } from '../lib/api-client'

const PAGE = 25

/** Orders, newest first, a page at a time. */
export const useOrders = () =>
  useInfiniteQuery({
    queryKey: ['account', 'orders'],
    queryFn: ({ pageParam, signal }) =>
      call(listOrders, {
        query: { limit: PAGE, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })
