import { readSignal } from '@cnop/common/dynamodb/read-signal'
import { Closes, MAX_MOMENTS, MAX_PAST_PRICES, PastPrices as Answer } from '@cnop/contracts/candles'
import { AppError } from '@cnop/contracts/errors'
import { parsePrice } from '@cnop/money/text'
import type { z } from 'zod'

import type {
  MomentPrice,
  MomentPrices,
  PastPrice,
  PastPrices,
} from '#src/domain/history/past-prices'

const TIMEOUT_MS = 4_000
/** Closes in one answer are limited; this many stay below it. */
const MOST_ASSETS = 50
const SPAN_MS = { '1h': 700 * 3_600_000, '1d': 700 * 86_400_000 }

/** Asks inventory-service, some assets and some time at once. */
export const pastPricesFrom =
  (inventoryUrl: string): PastPrices =>
  async ({ assetIds, interval, fromMs, toMs }) => {
    const table = new Map<string, Map<number, PastPrice>>()
    for (let first = 0; first < assetIds.length; first += MOST_ASSETS)
      for (let start = fromMs; start < toMs; start += SPAN_MS[interval]) {
        const { assets } = await ask(new URL('/internal/candles/closes', inventoryUrl), Closes, {
          asset_ids: assetIds.slice(first, first + MOST_ASSETS).join(','),
          interval,
          from: new Date(start).toISOString(),
          to: new Date(Math.min(toMs, start + SPAN_MS[interval])).toISOString(),
        })
        for (const asset of assets) addCloses(table, asset)
      }
    return table
  }

/** Asks inventory-service, some assets and some moments at once. */
export const momentPricesFrom =
  (inventoryUrl: string): MomentPrices =>
  async ({ assetIds, at }) => {
    const table = new Map<string, Map<number, MomentPrice>>()
    for (let first = 0; first < assetIds.length; first += MOST_ASSETS) {
      const some = assetIds.slice(first, first + MOST_ASSETS)
      const moments = Math.min(MAX_MOMENTS, Math.floor(MAX_PAST_PRICES / some.length))
      for (let start = 0; start < at.length; start += moments) {
        const { assets } = await ask(new URL('/internal/candles/prices', inventoryUrl), Answer, {
          asset_ids: some.join(','),
          at: at
            .slice(start, start + moments)
            .map((ms) => new Date(ms).toISOString())
            .join(','),
        })
        for (const asset of assets) addPrices(table, asset)
      }
    }
    return table
  }

const ask = async <Schema extends z.ZodType>(
  url: URL,
  schema: Schema,
  query: Record<string, string>,
): Promise<z.output<Schema>> => {
  url.search = new URLSearchParams(query).toString()
  const reading = readSignal()
  const ends = [AbortSignal.timeout(TIMEOUT_MS), ...(reading === undefined ? [] : [reading])]
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.any(ends) })
    if (!response.ok) {
      // Until its body is given up or read, the connection is taken.
      await response.body?.cancel()
      throw new Error(`inventory-service answered ${response.status}`)
    }
    return schema.parse(await response.json())
  } catch (cause) {
    reading?.throwIfAborted()
    throw new AppError(
      'PRICE_UNAVAILABLE',
      'Past prices cannot be read right now. Try again shortly.',
      {
        retryAfterSeconds: 5,
        cause,
      },
    )
  }
}

const addCloses = (
  table: Map<string, Map<number, PastPrice>>,
  { asset_id, closes: list }: Closes['assets'][number],
): void => {
  const prices = table.get(asset_id) ?? new Map<number, PastPrice>()
  for (const { closed_at, close, source } of list)
    prices.set(Date.parse(closed_at), { price: parsePrice(close), source })
  table.set(asset_id, prices)
}

const addPrices = (
  table: Map<string, Map<number, MomentPrice>>,
  { asset_id, prices: list }: Answer['assets'][number],
): void => {
  const prices = table.get(asset_id) ?? new Map<number, MomentPrice>()
  for (const { at, price, source, basis } of list)
    prices.set(Date.parse(at), { price: parsePrice(price), source, basis })
  table.set(asset_id, prices)
}
