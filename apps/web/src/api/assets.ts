import { AssetId, getAsset, listAssets, type AssetPage } from '@cnop/contracts/inventory'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'

import { request } from '../lib/http'

/** Prices are asked for this often while someone is looking. */
export const PRICE_INTERVAL_MS = 5_000

const LIST_KEY = ['assets']

/** All assets with their prices, for every list on the page. */
const assetsQuery = queryOptions({
  queryKey: LIST_KEY,
  queryFn: ({ signal }) => request(listAssets, { signal }),
  refetchInterval: PRICE_INTERVAL_MS,
})

export const useAssets = () => useQuery(assetsQuery)

/** One asset: a hundredth of the list to load, and shown at once where the list was seen before. */
export const useAsset = (wanted: string) => {
  const queries = useQueryClient()
  const id = AssetId.safeParse(wanted).data ?? wanted
  return useQuery({
    queryKey: ['asset', id],
    queryFn: ({ signal }) => request(getAsset, { params: { id }, signal }),
    refetchInterval: PRICE_INTERVAL_MS,
    placeholderData: () =>
      queries.getQueryData<AssetPage>(LIST_KEY)?.assets.find(({ asset_id }) => asset_id === id),
  })
}
