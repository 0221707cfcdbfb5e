import { getAssetTrading, setAssetTrading } from '@cnop/contracts/asset-trading'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { call } from '../lib/api-client'

/** Whether an asset can be traded, and why not. */
export const useAssetTrading = (assetId: string) =>
  useQuery({
    queryKey: ['admin', 'asset', assetId],
    queryFn: ({ signal }) => call(getAssetTrading, { params: { id: assetId }, signal }),
  })

/** Halts an asset for a reason; without one, lets it be traded again. */
export const useSetAssetTrading = (assetId: string) => {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (reason: string | undefined) =>
      call(setAssetTrading, {
        params: { id: assetId },
        body: reason === undefined ? { is_active: true } : { is_active: false, reason },
      }),
    onSuccess: (trading) => queries.setQueryData(['admin', 'asset', assetId], trading),
    onSettled: () => queries.invalidateQueries({ queryKey: ['assets'] }),
  })
}
