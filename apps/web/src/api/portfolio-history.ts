import { getPortfolioHistory, type HistoryRange } from '@cnop/contracts/portfolio-history'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'

import { call } from '../lib/api-client'

const REFRESH_MS = 60_000

/** What the portfolio was worth over time, oldest first. */
export const historyQuery = (range: HistoryRange) =>
  queryOptions({
    queryKey: ['account', 'history', range],
    queryFn: async ({ signal }) => {
      const answer = await call(getPortfolioHistory, { query: { range }, signal })
      return answer.data
    },
    refetchInterval: REFRESH_MS,
  })

/** The same. While another range loads, the one before stays. */
export const usePortfolioHistory = (range: HistoryRange) =>
  useQuery({ ...historyQuery(range), placeholderData: keepPreviousData })
