import { getOrder, listOrders, type OrderFilter } from '@cnop/contracts/orders'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'

import { call } from '../lib/api-client'
import { throughEmptyPages } from '../lib/empty-pages'

/** An order that waits may fill at any moment. */
const REFRESH_MS = 10_000

/** Orders, newest first, a page at a time. */
export const useOrders = (filter: OrderFilter, limit: number) =>
  useInfiniteQuery({
    queryKey: ['account', 'orders', filter, limit],
    queryFn: ({ pageParam, signal }) =>
      throughEmptyPages(
        pageParam,
        (cursor) => call(listOrders, { query: { ...filter, limit, cursor }, signal }),
        ({ data }) => data,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: REFRESH_MS,
  })

export const useOrder = (orderId: string) =>
  useQuery({
    queryKey: ['account', 'order', orderId],
    queryFn: async ({ signal }) => {
      const answer = await call(getOrder, { params: { id: orderId }, signal })
      return answer.data
    },
    refetchInterval: REFRESH_MS,
  })
