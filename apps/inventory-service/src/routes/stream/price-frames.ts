import type { HeartbeatEvent, PricesEvent, StreamedPrice } from '@cnop/contracts/market-stream'
import { printPercent, printPrice, printShort } from '@cnop/money/text'

import type { MarketAsset, MarketSnapshot } from '#src/domain/market'
import { sequenceOf } from '#src/domain/price-changes'

/** Prices as an event of a stream, ready to be written to any number of readers. */
export const pricesFrame = (
  event: 'snapshot' | 'price',
  snapshot: MarketSnapshot,
  prices: readonly MarketAsset[],
): Buffer => {
  const data: PricesEvent = {
    ...momentOf(snapshot),
    source: snapshot.source,
    max_age_seconds: snapshot.maxAgeMs / 1_000,
    prices: prices.map(streamedPrice),
    ...(event === 'snapshot' ? { quantity_increments: incrementsOf(prices) } : {}),
  }
  return frame(event, data)
}

export const heartbeatFrame = (snapshot: MarketSnapshot): Buffer =>
  frame('heartbeat', momentOf(snapshot))

/** How long to wait before coming back when the stream ends. */
export const retryFrame = (retryMs: number): Buffer => Buffer.from(`retry: ${retryMs}\n\n`)

const momentOf = (snapshot: MarketSnapshot): HeartbeatEvent => ({
  sequence: sequenceOf(snapshot),
  as_of: new Date(snapshot.atMs).toISOString(),
})

const incrementsOf = (prices: readonly MarketAsset[]): Record<string, string> =>
  Object.fromEntries(prices.map(({ asset }) => [asset.assetId, printShort(asset.quantityStep)]))

const frame = (event: string, data: HeartbeatEvent): Buffer =>
  Buffer.from(`event: ${event}\nid: ${data.sequence}\ndata: ${JSON.stringify(data)}\n\n`)

const printed = new WeakMap<MarketAsset, StreamedPrice>()

const streamedPrice = (listed: MarketAsset): StreamedPrice => {
  const known = printed.get(listed)
  if (known !== undefined) return known
  const { asset, figures, status, isActive } = listed
  const price: StreamedPrice = {
    asset_id: asset.assetId,
    price_usd: printPrice(figures.price),
    change_24h: printPercent(figures.change24hBasisPoints),
    price_source: figures.source,
    price_updated_at: figures.priceUpdatedAt.toISOString(),
    price_status: status,
    is_active: isActive,
  }
  printed.set(listed, price)
  return price
}
