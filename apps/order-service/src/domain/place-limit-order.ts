import type { Ledger } from '@cnop/common/ledger/ledger'
import type { LimitTerms, OrderIntent, Placed } from '@cnop/common/ledger/new-order'
import { placeUnfilled, placeWaiting } from '@cnop/common/ledger/place-waiting'
import { buy, sell } from '@cnop/common/ledger/trade'
import type { TimeInForce } from '@cnop/contracts/orders'
import type { Price } from '@cnop/money/scaled'

import type { PriceBook, QuotedAsset } from '#src/domain/price-book'

export type WantedLimit = { readonly price: Price; readonly timeInForce: TimeInForce }

/** Whether a market price is as good as the limit or better. */
export const meetsLimit = (side: 'buy' | 'sell', price: Price, limit: Price): boolean =>
  side === 'buy' ? price <= limit : price >= limit

/** What becomes of a limit order that is placed now. */
export type LimitEffect =
  /** The market meets it: it fills at the market's price, which is the better of the two. */
  | { readonly effect: 'fill'; readonly market: QuotedAsset }
  /** `gtc` and `day` wait, for a first price as well; `ioc` ends. */
  | { readonly effect: 'wait'; readonly market: QuotedAsset | undefined }
  | { readonly effect: 'end'; readonly market: QuotedAsset | undefined }

/** @throws {AppError} ASSET_NOT_FOUND, ASSET_NOT_TRADABLE, PRICE_UNAVAILABLE */
export const limitEffect = (
  prices: PriceBook,
  { side, assetId }: Pick<OrderIntent, 'side' | 'assetId'>,
  { price, timeInForce }: WantedLimit,
): LimitEffect => {
  const market = timeInForce === 'ioc' ? prices.tradable(assetId) : prices.tradableIfPriced(assetId)
  if (market !== undefined && meetsLimit(side, market.price, price))
    return { effect: 'fill', market }
  return { effect: timeInForce === 'ioc' ? 'end' : 'wait', market }
}

/** Places a limit order: fills it, lets it wait, or records that it ended unfilled. */
export const placeLimitOrder = async (
  { ledger, prices }: { readonly ledger: Ledger; readonly prices: PriceBook },
  intent: OrderIntent,
  wanted: WantedLimit,
): Promise<Placed> => {
  const limit = { ...wanted, expiresAt: endOf(wanted.timeInForce, ledger.now()) }
  const outcome = limitEffect(prices, intent, wanted)
  if (outcome.effect === 'wait') return await placeWaiting(ledger, intent, limit)
  if (outcome.effect === 'end')
    return await placeUnfilled(ledger, { ...intent, limit }, 'The market did not meet the limit.')
  const { price, source, observedAt } = outcome.market
  const fill = intent.side === 'buy' ? buy : sell
  return await fill(ledger, { ...intent, limit }, { price, source, observedAt })
}

/** A day order ends at midnight UTC. */
const endOf = (timeInForce: TimeInForce, now: Date): LimitTerms['expiresAt'] => {
  if (timeInForce !== 'day') return undefined
  const midnight = new Date(now)
  midnight.setUTCHours(24, 0, 0, 0)
  return midnight.toISOString()
}
