import { listTransactions, type TransactionFilter } from '@cnop/contracts/balance'
import { useInfiniteQuery } from '@tanstack/react-query'

import { call } from '../lib/api-client'
import { throughEmptyPages } from '../lib/empty-pages'

/** The journal of the balance, newest first, a page at a time. */
export const useTransactions = (filter: TransactionFilter, limit: number) =>
  useInfiniteQuery({
    queryKey: ['account', 'transactions', filter, limit],
    queryFn: ({ pageParam, signal }) =>
      throughEmptyPages(
        pageParam,
        (cursor) => call(listTransactions, { query: { ...filter, limit, cursor }, signal }),
        ({ transactions }) => transactions,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })
