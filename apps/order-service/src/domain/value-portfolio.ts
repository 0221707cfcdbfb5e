import type { Account } from '@cnop/common/ledger/holdings'
import type { HoldingItem } from '@cnop/common/ledger/items'
import type { Portfolio, PortfolioAsset } from '@cnop/contracts/portfolio'
import { ZERO_BASIS, ZERO_CASH, minus, plus, sum, type Cash } from '@cnop/money/scaled'
import { printCash, printPrice, printQuantity } from '@cnop/money/text'
import { averageCost, percentageOf, toCash, valueOf } from '@cnop/money/trade'

import type { PriceBook, QuotedAsset } from '#src/domain/price-book'

type Valued = {
  readonly holding: HoldingItem
  readonly quote: QuotedAsset | undefined
  readonly value: Cash | undefined
}

/**
 * What an account is worth at current prices. Holdings without a current price are listed and named, and
 * left out of the totals, rather than counted at an old price or at nothing.
 */
export const valuePortfolio = (
  username: string,
  { cash, holdings }: Account,
  prices: PriceBook,
): Portfolio => {
  const valued = holdings.filter((h) => quantityOf(h) > 0n).map((h) => valueHolding(h, prices))
  const priced = valued.flatMap(({ holding, value }) =>
    value === undefined ? [] : [{ value, cost: holding.cost }],
  )
  const assetValue = sum(
    ZERO_CASH,
    priced.map(({ value }) => value),
  )
  const cost = sum(
    ZERO_BASIS,
    priced.map((each) => each.cost),
  )
  const realized = sum(
    ZERO_BASIS,
    holdings.map((each) => each.realized),
  )
  const usd = plus(cash.available, cash.held)
  const total = plus(usd, assetValue)
  return {
    username,
    usd_balance: printCash(usd),
    usd_held: printCash(cash.held),
    total_asset_value: printCash(assetValue),
    total_portfolio_value: printCash(total),
    unrealized_pnl: printCash(minus(assetValue, toCash(cost))),
    realized_pnl: printCash(toCash(realized)),
    asset_count: valued.length,
    unpriced_assets: valued.filter((v) => v.value === undefined).map((v) => v.holding.asset_id),
    assets: valued.toSorted(byValue).map((v) => portfolioAsset(v, total)),
  }
}

const quantityOf = (holding: HoldingItem) => plus(holding.available, holding.held)

const valueHolding = (holding: HoldingItem, prices: PriceBook): Valued => {
  const quote = prices.current(holding.asset_id)
  return { holding, quote, value: quote && valueOf(quantityOf(holding), quote.price) }
}

/** Most valuable first; unpriced last, by name. */
const byValue = (a: Valued, b: Valued): number => {
  const difference = (b.value ?? -1n) - (a.value ?? -1n)
  if (difference !== 0n) return difference > 0n ? 1 : -1
  return a.holding.asset_id < b.holding.asset_id ? -1 : 1
}

const portfolioAsset = ({ holding, quote, value }: Valued, total: Cash): PortfolioAsset => {
  const quantity = quantityOf(holding)
  return {
    asset_id: holding.asset_id,
    quantity: printQuantity(quantity),
    held: printQuantity(holding.held),
    average_cost: printPrice(averageCost(holding.cost, quantity)),
    cost_basis: printCash(toCash(holding.cost)),
    current_price: quote === undefined ? null : printPrice(quote.price),
    price_source: quote?.source ?? null,
    price_observed_at: quote?.observedAt ?? null,
    market_value: value === undefined ? null : printCash(value),
    unrealized_pnl: value === undefined ? null : printCash(minus(value, toCash(holding.cost))),
    realized_pnl: printCash(toCash(holding.realized)),
    percentage: value === undefined ? null : percentageOf(value, total),
  }
}
