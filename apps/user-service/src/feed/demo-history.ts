import { demoHistory, momentOf, type DemoAct } from '@cnop/common/ledger/demo/demo-history'
import type { PricedAct } from '@cnop/common/ledger/demo/demo-journal'
import { CandlePage, type CandleInterval } from '@cnop/contracts/candles'
import { AppError } from '@cnop/contracts/errors'
import { AssetPage, type Asset } from '@cnop/contracts/inventory'
import { parsePrice, parseQuantity } from '@cnop/money/text'
import type { z } from 'zod'

import type { DemoHistory } from '#src/domain/demo'

const TIMEOUT_MS = 4_000
/** The finest that is known of a moment: of long ago, recorded prices have hours or days. */
const INTERVALS = ['1m', '1h', '1d'] as const satisfies CandleInterval[]

/**
 * The history of demo accounts at the prices of its moments, read from inventory-service once a day and kept, so that
 * opening an account asks for nothing.
 */
export const demoHistoryFrom = (inventoryUrl: string, now: () => Date): DemoHistory => {
  let day = ''
  let history: Promise<readonly PricedAct[]> | undefined
  return async () => {
    const today = now().toISOString().slice(0, 'yyyy-mm-dd'.length)
    if (history === undefined || today !== day) {
      day = today
      history = pricedHistory(inventoryUrl, now())
      history.catch(() => {
        history = undefined
      })
    }
    return await history
  }
}

const pricedHistory = async (inventoryUrl: string, today: Date): Promise<readonly PricedAct[]> => {
  const { assets } = await read(AssetPage, new URL('/inventory/assets', inventoryUrl))
  const byId = new Map(assets.map((asset) => [asset.asset_id, asset]))
  const history: PricedAct[] = []
  for (const [index, act] of demoHistory.entries())
    history.push(await priced(inventoryUrl, act, new Date(momentOf(index, act, today)), byId))
  return history
}

const priced = async (
  inventoryUrl: string,
  act: DemoAct,
  at: Date,
  assets: ReadonlyMap<string, Asset>,
): Promise<PricedAct> => {
  const asset = 'asset' in act ? assets.get(act.asset) : undefined
  if (asset === undefined) return { act, at }
  for (const interval of INTERVALS) {
    const candle = await candleAt(inventoryUrl, asset.asset_id, interval, at)
    if (candle === undefined || candle.state === 'carried') continue
    return {
      act,
      at,
      fill: {
        price: {
          price: parsePrice(candle.close),
          source: candle.source,
          observedAt: at.toISOString(),
        },
        step: parseQuantity(asset.quantity_increment),
      },
    }
  }
  return { act, at }
}

const candleAt = async (inventoryUrl: string, assetId: string, interval: string, at: Date) => {
  const url = new URL(`/inventory/assets/${assetId}/candles`, inventoryUrl)
  const to = new Date(at.getTime() + 1)
  url.search = new URLSearchParams({
    interval,
    from: at.toISOString(),
    to: to.toISOString(),
  }).toString()
  return (await read(CandlePage, url)).candles.at(0)
}

const read = async <Schema extends z.ZodType>(
  schema: Schema,
  url: URL,
): Promise<z.output<Schema>> => {
  try {
    const response = await fetch(url, {
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    if (!response.ok) {
      await response.body?.cancel()
      throw new Error(`inventory-service answered ${response.status}`)
    }
    return schema.parse(await response.json())
  } catch (cause) {
    throw new AppError('PRICE_UNAVAILABLE', 'Past prices cannot be read right now. Try again.', {
      retryAfterSeconds: 5,
      cause,
    })
  }
}
