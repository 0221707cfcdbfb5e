import type { Asset } from '@cnop/contracts/inventory'
import type { StreamedPrice } from '@cnop/contracts/market-stream'
import { parsePrice } from '@cnop/money/text'

/**
 * An asset with the price the stream tells, and the figures that follow from it. An older price of the
 * same source changes nothing; another source may well have seen its last one earlier.
 */
export const withPrice = (asset: Asset, price: StreamedPrice): Asset => {
  const isOlder = Date.parse(price.price_updated_at) < Date.parse(asset.price_updated_at)
  if (isOlder && price.price_source === asset.price_source) return asset
  const { price_usd } = price
  const units = parsePrice(price_usd)
  return {
    ...asset,
    ...price,
    high_24h: units > parsePrice(asset.high_24h) ? price_usd : asset.high_24h,
    low_24h: units < parsePrice(asset.low_24h) ? price_usd : asset.low_24h,
    sparkline: [...asset.sparkline.slice(0, -1), price_usd],
    availability_status: price.is_active ? 'available' : 'halted',
    last_updated: price.price_updated_at,
  }
}
