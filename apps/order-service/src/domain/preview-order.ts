import { readCash, readHolding } from '@cnop/common/ledger/holdings'
import { AppError } from '@cnop/contracts/errors'
import type { OrderPreview } from '@cnop/contracts/place-order'
import {
  ZERO_CASH,
  ZERO_QUANTITY,
  minus,
  plus,
  type Cash,
  type Price,
  type Quantity,
} from '@cnop/money/scaled'
import { printCash, printPrice, printQuantity, printShort } from '@cnop/money/text'

import { limitWarnings } from '#src/domain/limit-warnings'
import { sizeObstacle, type OrderSize } from '#src/domain/order-size'
import { canonicalTerms, quantityAt, totalOf } from '#src/domain/order-terms'
import { limitEffect } from '#src/domain/place-limit-order'
import type { Market, WantedOrder } from '#src/domain/place-order'
import type { QuotedAsset } from '#src/domain/price-book'
import type { QuoteBook } from '#src/domain/quotes'
import { assertWithinSlippage } from '#src/domain/slippage'

type Outcome = OrderSize & {
  readonly effect: OrderPreview['effect']
  /** Where the price is from; `undefined` for a limit that waits. */
  readonly market: QuotedAsset | undefined
  readonly price: Price
  /** Part of the total that the firm price costs. */
  readonly spread: Cash
  readonly warnings: string[]
}

type Means = { readonly cash: Cash; readonly quantity: Quantity }

/**
 * What an order would do at the price in the book, with everything that speaks against it, and for a
 * market order a firm quote if nothing does. Moves nothing and writes nothing.
 * @throws {AppError} ASSET_NOT_FOUND, ASSET_NOT_TRADABLE, PRICE_UNAVAILABLE, BALANCE_NOT_FOUND
 */
export const previewOrder = async (
  { ledger, prices, quotes }: Market,
  wanted: WantedOrder,
): Promise<OrderPreview> => {
  const outcome = outcomeOf({ prices, quotes }, wanted)
  const [cash, holding] = await Promise.all([
    readCash(ledger, wanted.username),
    readHolding(ledger, wanted.username, wanted.assetId),
  ])
  const means = { cash: cash.available, quantity: holding?.available ?? ZERO_QUANTITY }
  const errors = obstaclesTo(wanted, outcome, means)
  const { market, quantity, price } = outcome
  const quote =
    errors.length > 0 || wanted.limit !== undefined || market === undefined
      ? { quoteId: null, expiresAt: null }
      : quotes.issue({
          username: wanted.username,
          assetId: wanted.assetId,
          request: canonicalTerms(wanted),
          quantity,
          price,
          marketPrice: market.price,
          priceSource: market.source,
          priceObservedAt: market.observedAt,
        })
  return {
    success: true,
    message: sentence(wanted, outcome),
    order_type: `${wanted.limit === undefined ? 'market' : 'limit'}_${wanted.side}`,
    asset_id: wanted.assetId,
    effect: outcome.effect,
    quantity: printQuantity(quantity),
    price: printPrice(price),
    price_source: market?.source ?? null,
    price_observed_at: market?.observedAt ?? null,
    total_amount: printCash(outcome.total),
    quote_spread: printCash(outcome.spread),
    balance_after: printCash(cashAfter(wanted, outcome, means.cash)),
    errors,
    warnings: [
      ...outcome.warnings,
      ...(market?.source === 'simulated' ? ['The price is simulated.'] : []),
    ],
    quote_id: quote.quoteId,
    expires_at: quote.expiresAt,
  }
}

const outcomeOf = (
  { prices, quotes }: Pick<Market, 'prices' | 'quotes'>,
  wanted: WantedOrder,
): Outcome => {
  const { limit } = wanted
  if (limit === undefined) return quoted(wanted, prices.tradable(wanted.assetId), quotes)
  const reached = limitEffect(prices, wanted, limit)
  const warnings = limitWarnings(limit, reached.effect, reached.market?.price)
  return reached.effect === 'fill'
    ? {
        ...sized(wanted, reached.market.price, reached.market.step),
        effect: 'fill',
        market: reached.market,
        spread: ZERO_CASH,
        warnings,
      }
    : {
        ...sized(wanted, limit.price, prices.stepOf(wanted.assetId)),
        effect: reached.effect,
        market: undefined,
        spread: ZERO_CASH,
        warnings,
      }
}

/** A market order at the price that its quote promises. */
const quoted = (wanted: WantedOrder, market: QuotedAsset, quotes: QuoteBook): Outcome => {
  const { side } = wanted
  const at = sized(wanted, quotes.priceOf(side, market.price), market.step)
  const unquoted = totalOf(side, at.quantity, market.price)
  return {
    ...at,
    effect: 'fill',
    market,
    spread: side === 'buy' ? minus(at.total, unquoted) : minus(unquoted, at.total),
    warnings: [],
  }
}

const sized = (wanted: WantedOrder, price: Price, step: Quantity) => {
  const quantity = quantityAt(wanted, price, step)
  return { price, step, quantity, total: totalOf(wanted.side, quantity, price) }
}

/** A sale that waits brings its money later; an order that ends moves none. */
const cashAfter = ({ side }: WantedOrder, { effect, total }: Outcome, cash: Cash): Cash => {
  if (effect === 'end') return cash
  if (side === 'buy') return minus(cash, total)
  return effect === 'fill' ? plus(cash, total) : cash
}

const obstaclesTo = (wanted: WantedOrder, outcome: Outcome, means: Means) => {
  const { side, assetId } = wanted
  const { quantity, total } = outcome
  const obstacles: OrderPreview['errors'] = []
  const size = sizeObstacle(wanted, outcome, means.quantity)
  if (size !== undefined) obstacles.push({ code: size.code, message: size.message })
  if (side === 'buy' && total > means.cash)
    obstacles.push({
      code: 'INSUFFICIENT_BALANCE',
      message: `This costs ${printCash(total)} USD and you have ${printCash(means.cash)} USD available.`,
    })
  if (side === 'sell' && quantity > means.quantity)
    obstacles.push({
      code: 'INSUFFICIENT_HOLDINGS',
      message: `You have ${printShort(means.quantity)} ${assetId} available to sell.`,
    })
  return [...obstacles, ...slippageObstacle(wanted, outcome)]
}

const slippageObstacle = ({ side, slippage }: WantedOrder, { market, price }: Outcome) => {
  try {
    if (slippage !== undefined) assertWithinSlippage(side, market?.price ?? price, slippage)
    return []
  } catch (refusal) {
    if (!(refusal instanceof AppError)) throw refusal
    return [{ code: refusal.code, message: refusal.message }]
  }
}

/** `Buy 0.5 BTC at 64250.00 for 32125.00 USD.` */
const sentence = (wanted: WantedOrder, { effect, quantity, price, total }: Outcome): string => {
  const verb = wanted.side === 'buy' ? 'buy' : 'sell'
  const what = `${printShort(quantity)} ${wanted.assetId} at ${printPrice(price)}`
  if (effect === 'fill')
    return `${wanted.side === 'buy' ? 'Buy' : 'Sell'} ${what} for ${printCash(total)} USD.`
  if (effect === 'end')
    return `Would end at once: the market does not meet the limit to ${verb} ${what}.`
  const aside = wanted.side === 'buy' ? `${printCash(total)} USD` : `the ${wanted.assetId}`
  return `Wait to ${verb} ${what} or better, with ${aside} set aside.`
}
