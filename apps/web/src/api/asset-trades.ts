import { listAssetTrades } from '@cnop/contracts/portfolio'
import { useQuery } from '@tanstack/react-query'

import { call } from '../lib/api-client'

const LATEST = 5

/** Your latest trades of one asset. */
export const useAssetTrades = (assetId: string) =>
  useQuery({
    queryKey: ['account', 'trades', assetId],
    queryFn: async ({ signal }) => {
      const answer = await call(listAssetTrades, {
        params: { id: assetId },
        query: { limit: LATEST },
        signal,
      })
      return answer.data
    },
  })
