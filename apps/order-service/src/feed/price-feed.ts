import { setTimeout as pause } from 'node:timers/promises'

import { Asset } from '@cnop/contracts/inventory'
import { parsePrice } from '@cnop/money/text'
import { z } from 'zod'

import type { PriceBook, QuotedAsset } from '#src/domain/price-book'

const INTERVAL_MS = 1_000
/** While there are no prices to trade at. */
const EAGER_INTERVAL_MS = 100
const TIMEOUT_MS = 2_000

const PricedAssets = z.object({
  assets: z.array(
    Asset.pick({
      asset_id: true,
      price_usd: true,
      price_source: true,
      price_updated_at: true,
      is_active: true,
    }),
  ),
})

type FeedLog = { info(message: string): void; warn(details: object, message: string): void }

/**
 * Keeps the price book up to date from inventory-service, one request a second for all assets however
 * many orders there are. When the service is away the book ages, and orders are refused once it is too old.
 */
export const startPriceFeed = (
  prices: PriceBook,
  { inventoryUrl, log }: { readonly inventoryUrl: string; readonly log: FeedLog },
): { readonly stop: () => Promise<void> } => {
  const stopped = new AbortController()
  let etag: string | undefined
  let failing = false

  const poll = async (): Promise<void> => {
    const response = await fetch(new URL('/inventory/assets', inventoryUrl), {
      headers: etag === undefined ? {} : { 'if-none-match': etag },
      redirect: 'error',
      signal: AbortSignal.any([stopped.signal, AbortSignal.timeout(TIMEOUT_MS)]),
    })
    if (response.status === 304) return
    if (!response.ok) throw new Error(`inventory-service answered ${response.status}`)
    prices.replace(PricedAssets.parse(await response.json()).assets.map(quotedAsset))
    etag = response.headers.get('etag') ?? undefined
  }

  const pollSafely = async (): Promise<void> => {
    try {
      await poll()
      if (failing) log.info('prices are coming again')
      failing = false
    } catch (error) {
      if (stopped.signal.aborted) return
      if (!failing) log.warn({ err: error }, 'no prices from inventory-service')
      failing = true
    }
  }

  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await pollSafely()
      const wait = prices.hasCurrent() ? INTERVAL_MS : EAGER_INTERVAL_MS
      await pause(wait, undefined, { signal: stopped.signal }).catch(() => {})
    }
  }

  const running = run()
  return {
    stop: async () => {
      stopped.abort()
      await running
    },
  }
}

const quotedAsset = (asset: z.infer<typeof PricedAssets>['assets'][number]): QuotedAsset => ({
  assetId: asset.asset_id,
  price: parsePrice(asset.price_usd),
  source: asset.price_source,
  observedAt: asset.price_updated_at,
  isActive: asset.is_active,
})
