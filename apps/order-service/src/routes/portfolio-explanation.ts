import type { HoldingItem } from '@cnop/common/ledger/items'
import type { Explanation, ExplanationTerm } from '@cnop/contracts/explain'
import type { Portfolio, PortfolioAsset } from '@cnop/contracts/portfolio'
import { ZERO_BASIS, minus, sum } from '@cnop/money/scaled'
import { parseCash, printBasis } from '@cnop/money/text'
import { toBasis } from '@cnop/money/trade'

import { roundingTerm } from '#src/routes/rounding-term'

/**
 * The figures of a portfolio, each as a sum. What a holding has cost and realized is explained by its own
 * trades, at `/assets/:id/balance`.
 */
export const explainPortfolio = (
  portfolio: Portfolio,
  holdings: readonly HoldingItem[],
): Explanation[] => {
  const priced = portfolio.assets.filter((asset) => asset.market_value !== null)
  const costs = new Map(holdings.map(({ asset_id, cost }) => [asset_id, cost]))
  const profits = priced.map((asset) => {
    const value = toBasis(parseCash(asset.market_value ?? '0'))
    const profit = minus(value, costs.get(asset.asset_id) ?? ZERO_BASIS)
    return { asset, profit }
  })
  const realized = holdings.map((holding) => holding.realized)
  return [
    explain('total_portfolio_value', 'usd_balance + total_asset_value', [
      term('usd_balance', portfolio.usd_balance, 'Cash, available and held'),
      term('total_asset_value', portfolio.total_asset_value, 'Holdings at current prices'),
    ]),
    explain(
      'total_asset_value',
      'the market_value of every holding: quantity x current_price, to the nearest cent',
      priced.map((asset) => term(asset.asset_id, asset.market_value ?? '', valueNote(asset))),
    ),
    explain('unrealized_pnl', 'market_value - cost_basis of every holding', [
      ...profits.map(({ asset, profit }) =>
        term(
          asset.asset_id,
          printBasis(profit),
          `${asset.market_value ?? ''} - ${asset.cost_basis}`,
        ),
      ),
      ...roundingTerm(
        portfolio.unrealized_pnl,
        sum(
          ZERO_BASIS,
          profits.map(({ profit }) => profit),
        ),
      ),
    ]),
    explain('realized_pnl', 'proceeds less cost of every sale, also of assets no longer held', [
      ...holdings.map((holding) =>
        term(holding.asset_id, printBasis(holding.realized), 'The sales of this asset'),
      ),
      ...roundingTerm(portfolio.realized_pnl, sum(ZERO_BASIS, realized)),
    ]),
  ]
}

const valueNote = ({ quantity, current_price, price_source, price_observed_at }: PortfolioAsset) =>
  `${quantity} x ${current_price ?? ''} (${price_source ?? ''}, seen ${price_observed_at ?? ''})`

const explain = (of: string, formula: string, terms: ExplanationTerm[]): Explanation => ({
  of,
  formula,
  terms,
  older: null,
})

const term = (name: string, amount: string, note: string): ExplanationTerm => ({
  name,
  amount,
  note,
  order_id: null,
  at: null,
})
