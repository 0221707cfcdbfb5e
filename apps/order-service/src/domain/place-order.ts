import { readHolding } from '@cnop/common/ledger/holdings'
import type { Ledger } from '@cnop/common/ledger/ledger'
import { buy, findRepeat, sell, type Fill, type Filled } from '@cnop/common/ledger/trade'
import { AppError } from '@cnop/contracts/errors'
import { MIN_ORDER_VALUE } from '@cnop/contracts/order-rules'
import type { OrderType } from '@cnop/contracts/orders'
import type { Cash, Price, Quantity } from '@cnop/money/scaled'
import { printCash, printQuantity } from '@cnop/money/text'
import { costOf, proceedsOf, quantityForBudget, quantityForProceeds } from '@cnop/money/trade'

import type { PriceBook } from '#src/domain/price-book'

export type WantedOrder = {
  readonly username: string
  readonly orderType: OrderType
  readonly assetId: string
  /** How much: units of the asset, or dollars to spend (buy) or to receive at the least (sell). */
  readonly size: { readonly quantity: Quantity } | { readonly quoteAmount: Cash }
  /** Idempotency-Key or client_order_id. */
  readonly clientKey: string | undefined
  readonly clientOrderId: string | undefined
}

type Market = { readonly ledger: Ledger; readonly prices: PriceBook }

/**
 * Fills a market order at the price in the book, once: a repeat with the same key gets the first order
 * back, even where it could not be placed now.
 *
 * @throws {AppError} ASSET_NOT_FOUND, ASSET_NOT_TRADABLE, PRICE_UNAVAILABLE, ORDER_BELOW_MINIMUM,
 * INSUFFICIENT_BALANCE, INSUFFICIENT_HOLDINGS, IDEMPOTENCY_KEY_REUSED, TRY_AGAIN
 */
export const placeOrder = async (market: Market, wanted: WantedOrder): Promise<Filled> => {
  const request = canonicalRequest(wanted)
  try {
    return await fillAtMarket(market, wanted, request)
  } catch (refusal) {
    const { username, clientKey } = wanted
    if (clientKey === undefined || !isRefusal(refusal)) throw refusal
    const earlier = await findRepeat(market.ledger, { username, clientKey, request })
    if (earlier === undefined) throw refusal
    return earlier
  }
}

const fillAtMarket = async (
  { ledger, prices }: Market,
  wanted: WantedOrder,
  request: string,
): Promise<Filled> => {
  const { price, source, observedAt } = prices.tradable(wanted.assetId)
  const fill: Fill = {
    username: wanted.username,
    assetId: wanted.assetId,
    quantity: quantityOf(wanted, price),
    price,
    priceSource: source,
    priceObservedAt: observedAt,
    request,
    clientKey: wanted.clientKey,
    clientOrderId: wanted.clientOrderId,
  }
  if (wanted.orderType === 'market_buy') {
    if (costOf(fill.quantity, price) < MIN_ORDER_VALUE) throw belowMinimum()
    return await buy(ledger, fill)
  }
  if (proceedsOf(fill.quantity, price) < MIN_ORDER_VALUE) await allowOnlyFullSale(ledger, fill)
  return await sell(ledger, fill)
}

const quantityOf = ({ orderType, size }: WantedOrder, price: Price): Quantity => {
  if ('quantity' in size) return size.quantity
  return orderType === 'market_buy'
    ? quantityForBudget(size.quoteAmount, price)
    : quantityForProceeds(size.quoteAmount, price)
}

/** Dust can always be sold, but only all of it: a sale below the minimum must empty the holding. */
const allowOnlyFullSale = async (ledger: Ledger, fill: Fill): Promise<void> => {
  const holding = await readHolding(ledger, fill.username, fill.assetId)
  if (holding?.available !== fill.quantity) throw belowMinimum()
}

const belowMinimum = (): AppError =>
  new AppError(
    'ORDER_BELOW_MINIMUM',
    `An order must be worth at least ${printCash(MIN_ORDER_VALUE)} USD; less can only be sold as the whole of a holding.`,
  )

/** What was asked for, in words that are the same for `1.0` and `1.00`. */
const canonicalRequest = ({ orderType, assetId, size }: WantedOrder): string =>
  'quantity' in size
    ? `${orderType} ${assetId} quantity=${printQuantity(size.quantity)}`
    : `${orderType} ${assetId} quote_amount=${printCash(size.quoteAmount)}`

/** Refusals are decided now; a reused key or an undecided write is final or must be repeated as it is. */
const isRefusal = (error: unknown): boolean =>
  error instanceof AppError && error.code !== 'IDEMPOTENCY_KEY_REUSED' && error.code !== 'TRY_AGAIN'
