import type { Portfolio } from '@cnop/contracts/portfolio'
import { minus } from '@cnop/money/scaled'
import { parseCash, printCash } from '@cnop/money/text'
import type { ReactNode } from 'react'

import { balanceExplanations, portfolioExplanations } from '../../api/explanations'
import { Card } from '../../components/ui/card'
import { Change } from '../../components/ui/change'
import { Explained } from '../../components/ui/explained'
import { Figure, Figures } from '../../components/ui/figure'
import { Notice } from '../../components/ui/notice'
import { formatGain, formatUsd } from '../../lib/format'

type PortfolioTotalsProps = {
  readonly portfolio: Portfolio
  /** What the last day has brought. */
  readonly dayChange: ReactNode
}

/** What it all comes to. Every sum opens to what it is made of. */
export const PortfolioTotals = ({ portfolio, dayChange }: PortfolioTotalsProps) => (
  <div className="grid gap-3">
    <Card>
      <Figures>
        <Figure label="Total value" large>
          <Explained label="Total value" of="total_portfolio_value" query={portfolioExplanations}>
            {formatUsd(portfolio.total_portfolio_value)}
          </Explained>
        </Figure>
        <Figure label="24 hours">{dayChange}</Figure>
        <Figure label="Assets">
          <Explained label="Assets" of="total_asset_value" query={portfolioExplanations}>
            {formatUsd(portfolio.total_asset_value)}
          </Explained>
        </Figure>
        <Figure label="Cash available">
          <Explained label="Cash available" of="available" query={balanceExplanations}>
            {formatUsd(cashAvailable(portfolio))}
          </Explained>
        </Figure>
        <Figure label="Cash held">
          <Explained label="Cash held for open orders" of="held" query={balanceExplanations}>
            {formatUsd(portfolio.usd_held)}
          </Explained>
        </Figure>
        <Figure label="Unrealized profit">
          <Explained label="Unrealized profit" of="unrealized_pnl" query={portfolioExplanations}>
            <Change value={portfolio.unrealized_pnl} text={formatGain(portfolio.unrealized_pnl)} />
          </Explained>
        </Figure>
        <Figure label="Realized profit">
          <Explained label="Realized profit" of="realized_pnl" query={portfolioExplanations}>
            <Change value={portfolio.realized_pnl} text={formatGain(portfolio.realized_pnl)} />
          </Explained>
        </Figure>
      </Figures>
    </Card>
    {portfolio.unpriced_assets.length === 0 ? null : (
      <Notice tone="warning">
        No current price for {portfolio.unpriced_assets.join(', ')}: left out of the totals.
      </Notice>
    )}
  </div>
)

/** What is held for open orders cannot be spent. */
const cashAvailable = ({ usd_balance, usd_held }: Portfolio): string =>
  printCash(minus(parseCash(usd_balance), parseCash(usd_held)))
