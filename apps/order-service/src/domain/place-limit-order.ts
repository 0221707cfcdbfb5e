import type { Ledger } from '@cnop/common/ledger/ledger'
import { placeUnfilled, placeWaiting } from '@cnop/common/ledger/limit-orders'
import type { LimitTerms, OrderIntent, Placed } from '@cnop/common/ledger/new-order'
import { buy, sell } from '@cnop/common/ledger/trade'
import type { TimeInForce } from '@cnop/contracts/orders'
import type { Price } from '@cnop/money/scaled'

import type { PriceBook } from '#src/domain/price-book'

export type WantedLimit = { readonly price: Price; readonly timeInForce: TimeInForce }

/** Whether a market price is as good as the limit or better. */
export const meetsLimit = (side: 'buy' | 'sell', price: Price, limit: Price): boolean =>
  side === 'buy' ? price <= limit : price >= limit

/**
 * An order that the market meets already fills at once, at the market's price, which is the better of the
 * two. Otherwise `gtc` and `day` wait and `ioc` ends.
 */
export const placeLimitOrder = async (
  { ledger, prices }: { readonly ledger: Ledger; readonly prices: PriceBook },
  intent: OrderIntent,
  wanted: WantedLimit,
): Promise<Placed> => {
  const limit = { ...wanted, expiresAt: endOf(wanted.timeInForce, ledger.now()) }
  const market =
    wanted.timeInForce === 'ioc'
      ? prices.tradable(intent.assetId)
      : prices.tradableIfPriced(intent.assetId)
  if (market !== undefined && meetsLimit(intent.side, market.price, limit.price)) {
    const at = { price: market.price, source: market.source, observedAt: market.observedAt }
    return intent.side === 'buy'
      ? await buy(ledger, { ...intent, limit }, at)
      : await sell(ledger, { ...intent, limit }, at)
  }
  return limit.timeInForce === 'ioc'
    ? await placeUnfilled(ledger, { ...intent, limit }, 'The market did not meet the limit.')
    : await placeWaiting(ledger, intent, limit)
}

/** A day order ends at midnight UTC. */
const endOf = (timeInForce: TimeInForce, now: Date): LimitTerms['expiresAt'] => {
  if (timeInForce !== 'day') return undefined
  const midnight = new Date(now)
  midnight.setUTCHours(24, 0, 0, 0)
  return midnight.toISOString()
}
