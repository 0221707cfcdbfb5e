import { Asset, AssetPage } from '@cnop/contracts/inventory'
import { parsePrice, parseQuantity } from '@cnop/money/text'
import { z } from 'zod'

import type { PriceBook } from '#src/domain/price-book'

const TIMEOUT_MS = 2_000

const PricedAssets = z.object({
  max_price_age_seconds: AssetPage.shape.max_price_age_seconds,
  assets: z.array(
    Asset.pick({
      asset_id: true,
      price_usd: true,
      price_source: true,
      price_updated_at: true,
      is_active: true,
      quantity_increment: true,
    }),
  ),
})

type FetchOptions = {
  readonly inventoryUrl: string
  /** How old a price may be; `undefined`: what its source allows. */
  readonly maxAgeSeconds: number | undefined
  readonly now: () => Date
}

/**
 * Takes all prices over once: for a function, which cannot follow the stream while it stands still.
 * @throws when inventory-service does not answer; the book then keeps what it had, and ages.
 */
export const fetchPrices = async (
  prices: PriceBook,
  { inventoryUrl, maxAgeSeconds, now }: FetchOptions,
): Promise<void> => {
  const askedAt = now().toISOString()
  const response = await fetch(new URL('/inventory/assets', inventoryUrl), {
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  if (!response.ok) {
    // Until its body is given up or read, the connection is taken.
    await response.body?.cancel()
    throw new Error(`inventory-service answered ${response.status}`)
  }
  const { assets, max_price_age_seconds } = PricedAssets.parse(await response.json())
  prices.allowAge(maxAgeSeconds ?? max_price_age_seconds)
  prices.replace(
    assets.map((asset) => ({
      assetId: asset.asset_id,
      price: parsePrice(asset.price_usd),
      source: asset.price_source,
      // A simulated price that has not changed lately was the same as we asked.
      observedAt: asset.price_source === 'simulated' ? askedAt : asset.price_updated_at,
      isActive: asset.is_active,
      step: parseQuantity(asset.quantity_increment),
    })),
  )
}
