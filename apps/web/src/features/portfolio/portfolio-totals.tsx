import type { Portfolio } from '@cnop/contracts/portfolio'

import { Card } from '../../components/ui/card'
import { Change } from '../../components/ui/change'
import { Figure } from '../../components/ui/figure'
import { Notice } from '../../components/ui/notice'
import { formatGain, formatUsd } from '../../lib/format'

/** What it all comes to. */
export const PortfolioTotals = ({ portfolio }: { readonly portfolio: Portfolio }) => (
  <div className="grid gap-3">
    <Card>
      <dl className="grid grid-cols-2 gap-5 p-5 lg:grid-cols-5">
        <div className="col-span-2 lg:col-span-1">
          <Figure label="Total value" large>
            {formatUsd(portfolio.total_portfolio_value)}
          </Figure>
        </div>
        <Figure label="Assets">{formatUsd(portfolio.total_asset_value)}</Figure>
        <Figure label="Cash">{formatUsd(portfolio.usd_balance)}</Figure>
        <Figure label="Unrealized profit">
          <Change value={portfolio.unrealized_pnl} text={formatGain(portfolio.unrealized_pnl)} />
        </Figure>
        <Figure label="Realized profit">
          <Change value={portfolio.realized_pnl} text={formatGain(portfolio.realized_pnl)} />
        </Figure>
      </dl>
    </Card>
    {portfolio.unpriced_assets.length === 0 ? null : (
      <Notice tone="warning">
        No current price for {portfolio.unpriced_assets.join(', ')}: left out of the totals.
      </Notice>
    )}
  </div>
)
