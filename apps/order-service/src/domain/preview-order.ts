import { readCash, readHolding } from '@cnop/common/ledger/holdings'
import type { OrderPreview } from '@cnop/contracts/orders'
import { ZERO_QUANTITY, minus, plus, type Cash, type Quantity } from '@cnop/money/scaled'
import { printCash, printPrice, printQuantity } from '@cnop/money/text'

import {
  BELOW_MINIMUM,
  canonicalTerms,
  isLargeEnough,
  quantityAt,
  totalOf,
  type OrderTerms,
} from '#src/domain/order-terms'
import type { Market } from '#src/domain/place-order'
import type { QuotedAsset } from '#src/domain/price-book'

type Outcome = {
  readonly quantity: Quantity
  readonly total: Cash
  readonly cashAvailable: Cash
  readonly cashAfter: Cash
  readonly quantityAvailable: Quantity
}

/**
 * What an order would do at the price in the book, with everything that speaks against it, and a firm
 * quote if nothing does. Moves nothing and writes nothing.
 * @throws {AppError} ASSET_NOT_FOUND, ASSET_NOT_TRADABLE, PRICE_UNAVAILABLE, BALANCE_NOT_FOUND
 */
export const previewOrder = async (
  { ledger, prices, quotes }: Market,
  username: string,
  terms: OrderTerms,
): Promise<OrderPreview> => {
  const asset = prices.tradable(terms.assetId)
  const [cash, holding] = await Promise.all([
    readCash(ledger, username),
    readHolding(ledger, username, terms.assetId),
  ])
  const outcome = outcomeOf(terms, asset, {
    cashAvailable: cash.available,
    quantityAvailable: holding?.available ?? ZERO_QUANTITY,
  })
  const errors = obstaclesTo(terms, outcome)
  const quote =
    errors.length > 0
      ? { quoteId: null, expiresAt: null }
      : quotes.issue({
          username,
          assetId: terms.assetId,
          request: canonicalTerms(terms),
          quantity: outcome.quantity,
          price: asset.price,
          priceSource: asset.source,
          priceObservedAt: asset.observedAt,
        })
  return {
    success: true,
    message: sentence(terms, asset, outcome),
    order_type: terms.side === 'buy' ? 'market_buy' : 'market_sell',
    asset_id: terms.assetId,
    quantity: printQuantity(outcome.quantity),
    price: printPrice(asset.price),
    price_source: asset.source,
    price_observed_at: asset.observedAt,
    total_amount: printCash(outcome.total),
    balance_after: printCash(outcome.cashAfter),
    errors,
    warnings: asset.source === 'simulated' ? ['The price is simulated.'] : [],
    quote_id: quote.quoteId,
    expires_at: quote.expiresAt,
  }
}

const outcomeOf = (
  terms: OrderTerms,
  { price }: QuotedAsset,
  have: Pick<Outcome, 'cashAvailable' | 'quantityAvailable'>,
): Outcome => {
  const quantity = quantityAt(terms, price)
  const total = totalOf(terms.side, quantity, price)
  const cashAfter =
    terms.side === 'buy' ? minus(have.cashAvailable, total) : plus(have.cashAvailable, total)
  return { ...have, quantity, total, cashAfter }
}

const obstaclesTo = ({ side, assetId }: OrderTerms, outcome: Outcome) => {
  const { quantity, total, cashAvailable, quantityAvailable } = outcome
  const obstacles: OrderPreview['errors'] = []
  if (!isLargeEnough(side, total, { quantity, available: quantityAvailable }))
    obstacles.push({ code: 'ORDER_BELOW_MINIMUM', message: BELOW_MINIMUM })
  if (side === 'buy' && total > cashAvailable)
    obstacles.push({
      code: 'INSUFFICIENT_BALANCE',
      message: `This costs ${printCash(total)} USD and you have ${printCash(cashAvailable)} USD available.`,
    })
  if (side === 'sell' && quantity > quantityAvailable)
    obstacles.push({
      code: 'INSUFFICIENT_HOLDINGS',
      message: `You have ${printQuantity(quantityAvailable)} ${assetId} available to sell.`,
    })
  return obstacles
}

const sentence = (terms: OrderTerms, { price }: QuotedAsset, outcome: Outcome): string => {
  const verb = terms.side === 'buy' ? 'Buy' : 'Sell'
  return `${verb} ${printQuantity(outcome.quantity)} ${terms.assetId} at ${printPrice(price)} for ${printCash(outcome.total)} USD.`
}
