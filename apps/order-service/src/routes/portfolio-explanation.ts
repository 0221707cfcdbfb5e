import type { HoldingItem } from '@cnop/common/ledger/items'
import type { Explanation, ExplanationTerm } from '@cnop/contracts/explain'
import type { Portfolio, PortfolioAsset } from '@cnop/contracts/portfolio'
import { printCash } from '@cnop/money/text'

/**
 * The figures of a portfolio, each as a sum. What a holding has cost and realized is explained by its own
 * trades, at `/assets/:id/balance`.
 */
export const explainPortfolio = (
  portfolio: Portfolio,
  holdings: readonly HoldingItem[],
): Explanation[] => {
  const priced = portfolio.assets.filter((asset) => asset.market_value !== null)
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
    explain(
      'unrealized_pnl',
      'market_value - cost_basis of every holding',
      priced.map((asset) =>
        term(
          asset.asset_id,
          asset.unrealized_pnl ?? '',
          `${asset.market_value ?? ''} - ${asset.cost_basis}`,
        ),
      ),
    ),
    explain(
      'realized_pnl',
      'proceeds less cost of every sale, also of assets no longer held',
      holdings.map(({ asset_id, realized }) =>
        term(
          asset_id,
          printCash(realized),
          `Explained by /assets/${asset_id}/balance?explain=true`,
        ),
      ),
    ),
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
