import { getPortfolio } from '@cnop/contracts/portfolio'
import { queryOptions, useQuery } from '@tanstack/react-query'

import { call } from '../lib/api-client'
import { PRICE_INTERVAL_MS } from './assets'

/** Cash and holdings at current prices. */
export const portfolioQuery = queryOptions({
  queryKey: ['account', 'portfolio'],
  queryFn: async ({ signal }) => {
    const answer = await call(getPortfolio, { signal })
    return answer.data
  },
  refetchInterval: PRICE_INTERVAL_MS,
})

export const usePortfolio = () => useQuery(portfolioQuery)
