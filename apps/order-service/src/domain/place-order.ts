import { readHolding } from '@cnop/common/ledger/holdings'
import type { Ledger } from '@cnop/common/ledger/ledger'
import { buy, findRepeat, sell, type Fill, type Filled } from '@cnop/common/ledger/trade'
import { AppError } from '@cnop/contracts/errors'
import { ZERO_QUANTITY, type Price } from '@cnop/money/scaled'
import { printPrice } from '@cnop/money/text'

import {
  BELOW_MINIMUM,
  canonicalTerms,
  isLargeEnough,
  quantityAt,
  totalOf,
  type OrderTerms,
} from '#src/domain/order-terms'
import type { PriceBook } from '#src/domain/price-book'
import type { QuoteBook } from '#src/domain/quotes'
import { assertWithinSlippage, type SlippageLimit } from '#src/domain/slippage'

export type WantedOrder = OrderTerms & {
  readonly username: string
  /** Idempotency-Key or client_order_id. */
  readonly clientKey: string | undefined
  readonly clientOrderId: string | undefined
  readonly quoteId: string | undefined
  readonly slippage: SlippageLimit | undefined
}

export type Market = {
  readonly ledger: Ledger
  readonly prices: PriceBook
  readonly quotes: QuoteBook
}

/**
 * Fills a market order, at the price of its quote or else the one in the book, once: a repeat with the
 * same key gets the first order back, even where it could not be placed now.
 *
 * @throws {AppError} ASSET_NOT_FOUND, ASSET_NOT_TRADABLE, PRICE_UNAVAILABLE, SLIPPAGE_EXCEEDED,
 * QUOTE_INVALID, QUOTE_EXPIRED, QUOTE_USED, ORDER_BELOW_MINIMUM, INSUFFICIENT_BALANCE,
 * INSUFFICIENT_HOLDINGS, IDEMPOTENCY_KEY_REUSED, TRY_AGAIN
 */
export const placeOrder = async (market: Market, wanted: WantedOrder): Promise<Filled> => {
  const request = canonicalRequest(wanted)
  try {
    const fill = fillFor(market, wanted, request)
    await assertLargeEnough(market.ledger, wanted, fill)
    return wanted.orderType === 'market_buy'
      ? await buy(market.ledger, fill)
      : await sell(market.ledger, fill)
  } catch (refusal) {
    const { username, clientKey } = wanted
    if (clientKey === undefined || !isRefusal(refusal)) throw refusal
    const earlier = await findRepeat(market.ledger, { username, clientKey, request })
    if (earlier === undefined) throw refusal
    return earlier
  }
}

/** How much at which price, and where that price comes from. */
const fillFor = ({ prices, quotes }: Market, wanted: WantedOrder, request: string): Fill => {
  const common = {
    username: wanted.username,
    assetId: wanted.assetId,
    request,
    clientKey: wanted.clientKey,
    clientOrderId: wanted.clientOrderId,
  }
  if (wanted.quoteId !== undefined) {
    const terms = { username: wanted.username, request: canonicalTerms(wanted) }
    const quote = quotes.redeem(wanted.quoteId, terms)
    prices.assertNotHalted(wanted.assetId)
    const { quantity, price, priceSource, priceObservedAt, nonce } = quote
    return { ...common, quantity, price, priceSource, priceObservedAt, quote: nonce }
  }
  const { price, source, observedAt } = prices.tradable(wanted.assetId)
  if (wanted.slippage !== undefined) assertWithinSlippage(wanted.orderType, price, wanted.slippage)
  return {
    ...common,
    quantity: quantityAt(wanted, price),
    price,
    priceSource: source,
    priceObservedAt: observedAt,
  }
}

/** Reads the holding only for a sale below the minimum. @throws {AppError} ORDER_BELOW_MINIMUM */
const assertLargeEnough = async (
  ledger: Ledger,
  { orderType }: WantedOrder,
  { username, assetId, quantity, price }: Fill,
): Promise<void> => {
  const total = totalOf(orderType, quantity, price)
  if (isLargeEnough(orderType, total, { quantity, available: ZERO_QUANTITY })) return
  const holding =
    orderType === 'market_sell' ? await readHolding(ledger, username, assetId) : undefined
  const available = holding?.available ?? ZERO_QUANTITY
  if (!isLargeEnough(orderType, total, { quantity, available }))
    throw new AppError('ORDER_BELOW_MINIMUM', BELOW_MINIMUM)
}

/** All that was asked for, to tell a repeat from a reused key. */
const canonicalRequest = (wanted: WantedOrder): string => {
  const { quoteId, slippage } = wanted
  return [
    canonicalTerms(wanted),
    ...(quoteId === undefined ? [] : [`quote=${quoteId}`]),
    ...(slippage === undefined
      ? []
      : [`slippage=${slippage.hundredths}@${printed(slippage.expectedPrice)}`]),
  ].join(' ')
}

const printed = (price: Price | undefined): string =>
  price === undefined ? 'arrival' : printPrice(price)

/** Refusals are decided now; a reused key or an undecided write is final or must be repeated as it is. */
const isRefusal = (error: unknown): boolean =>
  error instanceof AppError && error.code !== 'IDEMPOTENCY_KEY_REUSED' && error.code !== 'TRY_AGAIN'
