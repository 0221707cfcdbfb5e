import { request } from '@cnop/client/request'
import {
  AssetId,
  getAsset,
  listAssets,
  type Asset,
  type AssetPage,
} from '@cnop/contracts/inventory'
import type { StreamedPrice } from '@cnop/contracts/market-stream'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'

import { followPrices, isStreaming, notePrices, onStreamChange } from '../lib/price-stream'
import { withPrice } from '../lib/with-price'

/** Prices are asked for this often while someone is looking and they do not come by themselves. */
export const PRICE_INTERVAL_MS = 5_000
/** What a stream does not tell: capitalisation, volume, the hours of the day. */
const FIGURES_INTERVAL_MS = 60_000

const LIST_KEY = ['assets']

/** All assets with their prices, for every list on the page. */
const assetsQuery = queryOptions({
  queryKey: LIST_KEY,
  queryFn: async ({ signal }) => {
    const page = await request(listAssets, { signal })
    notePrices()
    return page
  },
})

export const useAssets = () => {
  const queries = useQueryClient()
  useEffect(
    () =>
      followPrices({
        assetId: undefined,
        onPrices: (prices) =>
          queries.setQueryData<AssetPage>(LIST_KEY, (page) => page && pageWithPrices(page, prices)),
      }),
    [queries],
  )
  return useQuery({ ...assetsQuery, refetchInterval: useRefetchInterval() })
}

/** One asset: a hundredth of the list to load, and shown at once where the list was seen before. */
export const useAsset = (wanted: string) => {
  const queries = useQueryClient()
  const known = AssetId.safeParse(wanted).data
  const id = known ?? wanted
  useEffect(() => {
    if (known === undefined) return undefined
    return followPrices({
      assetId: known,
      onPrices: (prices) =>
        queries.setQueryData<Asset>(['asset', known], (asset) => {
          const price = prices.find(({ asset_id }) => asset_id === known)
          return asset && price ? withPrice(asset, price) : asset
        }),
    })
  }, [queries, known])
  return useQuery({
    queryKey: ['asset', id],
    queryFn: async ({ signal }) => {
      const asset = await request(getAsset, { params: { id }, signal })
      notePrices()
      return asset
    },
    refetchInterval: useRefetchInterval(),
    placeholderData: () =>
      queries.getQueryData<AssetPage>(LIST_KEY)?.assets.find(({ asset_id }) => asset_id === id),
  })
}

/** The stream tells prices of what is shown; what could not be loaded yet has to be asked for all the same. */
const useRefetchInterval = (): ((query: {
  readonly state: { readonly data: unknown }
}) => number) => {
  const streams = useSyncExternalStore(onStreamChange, isStreaming)
  return ({ state }) =>
    streams && state.data !== undefined ? FIGURES_INTERVAL_MS : PRICE_INTERVAL_MS
}

const pageWithPrices = (page: AssetPage, prices: readonly StreamedPrice[]): AssetPage => {
  const byId = new Map(prices.map((price) => [price.asset_id, price]))
  const assets = page.assets.map((asset) => {
    const price = byId.get(asset.asset_id)
    return price === undefined ? asset : withPrice(asset, price)
  })
  return { ...page, assets }
}
