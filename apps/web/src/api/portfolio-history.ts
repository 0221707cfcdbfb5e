import { getPortfolioHistory, type HistoryRange } from '@cnop/contracts/portfolio-history'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'

import { call } from '../lib/api-client'

const REFRESH_MS = 60_000
/** A history of many trades that was never looked at is computed in steps, one a request. */
const MAX_STEPS = 20

/** What the portfolio was worth over time, oldest first. */
export const historyQuery = (range: HistoryRange) =>
  queryOptions({
    queryKey: ['account', 'history', range],
    queryFn: async ({ signal }) => {
      const ask = async () => (await call(getPortfolioHistory, { query: { range }, signal })).data
      let history = await ask()
      for (let steps = 1; !history.is_complete && steps < MAX_STEPS; steps += 1)
        history = await ask()
      return history
    },
    refetchInterval: REFRESH_MS,
  })

/** The same. While another range loads, the one before stays. */
export const usePortfolioHistory = (range: HistoryRange) =>
  useQuery({ ...historyQuery(range), placeholderData: keepPreviousData })
