import type { Ledger } from '@cnop/common/ledger/ledger'
import { findRepeat, type OrderIntent, type Placed } from '@cnop/common/ledger/new-order'
import { buy, sell, type FillPrice } from '@cnop/common/ledger/trade'
import { AppError } from '@cnop/contracts/errors'
import type { Price, Quantity } from '@cnop/money/scaled'
import { printPrice } from '@cnop/money/text'

import { assertSize } from '#src/domain/order-size'
import { canonicalTerms, quantityAt, totalOf, type OrderTerms } from '#src/domain/order-terms'
import { placeLimitOrder, type WantedLimit } from '#src/domain/place-limit-order'
import type { PriceBook } from '#src/domain/price-book'
import { assertNotBetter, type QuoteBook } from '#src/domain/quotes'
import { assertWithinSlippage, type SlippageLimit } from '#src/domain/slippage'

export type WantedOrder = OrderTerms & {
  readonly username: string
  /** Idempotency-Key or client_order_id. */
  readonly clientKey: string | undefined
  readonly clientOrderId: string | undefined
  readonly limit: WantedLimit | undefined
  readonly quoteId: string | undefined
  readonly slippage: SlippageLimit | undefined
}

export type Market = {
  readonly ledger: Ledger
  readonly prices: PriceBook
  readonly quotes: QuoteBook
}

/**
 * Places an order, once: a repeat with the same key gets the first order back, even where it could not be
 * placed now.
 *
 * @throws {AppError} ASSET_NOT_FOUND, ASSET_NOT_TRADABLE, PRICE_UNAVAILABLE, SLIPPAGE_EXCEEDED,
 * QUOTE_INVALID, QUOTE_EXPIRED, QUOTE_USED, VALIDATION_FAILED (no whole steps), ORDER_BELOW_MINIMUM,
 * INSUFFICIENT_BALANCE, INSUFFICIENT_HOLDINGS, IDEMPOTENCY_KEY_REUSED, TRY_AGAIN
 */
export const placeOrder = async (market: Market, wanted: WantedOrder): Promise<Placed> => {
  const request = canonicalRequest(wanted)
  try {
    return wanted.limit === undefined
      ? await fillAtMarket(market, wanted, request)
      : await waitForLimit(market, wanted, { request, limit: wanted.limit })
  } catch (refusal) {
    const { username, clientKey } = wanted
    if (clientKey === undefined || !isRefusal(refusal)) throw refusal
    const earlier = await findRepeat(market.ledger, { username, clientKey, request })
    if (earlier === undefined) throw refusal
    return earlier
  }
}

const fillAtMarket = async (
  market: Market,
  wanted: WantedOrder,
  request: string,
): Promise<Placed> => {
  const { quantity, at } = priceFor(market, wanted)
  await assertSized(market, wanted, { quantity, price: at.price })
  const intent = intentOf(wanted, request, quantity)
  return wanted.side === 'buy'
    ? await buy(market.ledger, intent, at)
    : await sell(market.ledger, intent, at)
}

const waitForLimit = async (
  market: Market,
  wanted: WantedOrder,
  { request, limit }: { readonly request: string; readonly limit: WantedLimit },
): Promise<Placed> => {
  const quantity = quantityAt(wanted, limit.price, market.prices.stepOf(wanted.assetId))
  await assertSized(market, wanted, { quantity, price: limit.price })
  return await placeLimitOrder(market, intentOf(wanted, request, quantity), limit)
}

const intentOf = (wanted: WantedOrder, request: string, quantity: Quantity): OrderIntent => ({
  username: wanted.username,
  side: wanted.side,
  assetId: wanted.assetId,
  quantity,
  request,
  clientKey: wanted.clientKey,
  clientOrderId: wanted.clientOrderId,
})

/** How much at which price, and where that price comes from: the quote, or else the book. */
const priceFor = (
  { prices, quotes }: Market,
  wanted: WantedOrder,
): { quantity: Quantity; at: FillPrice } => {
  if (wanted.quoteId !== undefined) {
    const terms = { username: wanted.username, request: canonicalTerms(wanted) }
    const quote = quotes.redeem(wanted.quoteId, terms)
    assertNotBetter(wanted.side, quote, prices.tradable(wanted.assetId).price)
    const { quantity, price, marketPrice, priceSource, priceObservedAt, nonce } = quote
    return {
      quantity,
      at: { price, marketPrice, source: priceSource, observedAt: priceObservedAt, quote: nonce },
    }
  }
  const { price, source, observedAt, step } = prices.tradable(wanted.assetId)
  if (wanted.slippage !== undefined) assertWithinSlippage(wanted.side, price, wanted.slippage)
  return { quantity: quantityAt(wanted, price, step), at: { price, source, observedAt } }
}

/** @throws {AppError} ORDER_BELOW_MINIMUM, VALIDATION_FAILED */
const assertSized = async (
  { ledger, prices }: Market,
  wanted: WantedOrder,
  { quantity, price }: { readonly quantity: Quantity; readonly price: Price },
): Promise<void> => {
  const total = totalOf(wanted.side, quantity, price)
  await assertSize(ledger, wanted, { quantity, total, step: prices.stepOf(wanted.assetId) })
}

/** All that was asked for, to tell a repeat from a reused key. */
const canonicalRequest = (wanted: WantedOrder): string => {
  const { limit, quoteId, slippage } = wanted
  return [
    canonicalTerms(wanted),
    ...(limit === undefined ? [] : [`limit=${printPrice(limit.price)} ${limit.timeInForce}`]),
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
