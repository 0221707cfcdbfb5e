import type { Asset } from '@cnop/contracts/inventory'
import { MIN_ORDER_VALUE, PRICE_INCREMENT } from '@cnop/contracts/order-rules'
import { printCash, printPercent, printPrice, printShort } from '@cnop/money/text'

import type { MarketAsset } from '#src/domain/market'

const answers = new WeakMap<MarketAsset, Asset>()

/** An asset as the API shows it; printed once a snapshot, whatever lists it is on. */
export const assetAnswer = (listed: MarketAsset): Asset => {
  const known = answers.get(listed)
  if (known !== undefined) return known
  const answer = printed(listed)
  answers.set(listed, answer)
  return answer
}

const printed = ({ asset, figures, status, isActive }: MarketAsset): Asset => ({
  asset_id: asset.assetId,
  name: asset.name,
  symbol: asset.symbol,
  description: asset.description,
  category: asset.category,
  price_usd: printPrice(figures.price),
  price_source: figures.source,
  price_updated_at: figures.priceUpdatedAt.toISOString(),
  price_status: status,
  change_24h: printPercent(figures.change24hBasisPoints),
  market_cap: printCash(figures.marketCap),
  volume_24h: printCash(figures.volume24h),
  high_24h: printPrice(figures.high24h),
  low_24h: printPrice(figures.low24h),
  sparkline: figures.sparkline.map(printPrice),
  is_active: isActive,
  availability_status: isActive ? 'available' : 'halted',
  min_order_value: printCash(MIN_ORDER_VALUE),
  quantity_increment: printShort(asset.quantityStep),
  price_increment: PRICE_INCREMENT,
  last_updated: figures.priceUpdatedAt.toISOString(),
})
