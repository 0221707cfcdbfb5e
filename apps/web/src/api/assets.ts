import { listAssets, type Asset } from '@cnop/contracts/inventory'
import { queryOptions, useQuery } from '@tanstack/react-query'

import { request } from '../lib/http'

/** Prices are asked for this often while someone is looking. */
export const PRICE_INTERVAL_MS = 5_000

/** All assets with their prices: one request serves every list and every price on the page. */
const assetsQuery = queryOptions({
  queryKey: ['assets'],
  queryFn: ({ signal }) => request(listAssets, listAssets.schema.response[200], { signal }),
  refetchInterval: PRICE_INTERVAL_MS,
})

export const useAssets = () => useQuery(assetsQuery)

export const useAsset = (
  assetId: string,
): { readonly asset: Asset | undefined; readonly query: ReturnType<typeof useAssets> } => {
  const query = useAssets()
  return { asset: query.data?.assets.find(({ asset_id }) => asset_id === assetId), query }
}
