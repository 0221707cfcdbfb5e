import type { Portfolio } from '@cnop/contracts/portfolio'
import { minus } from '@cnop/money/scaled'
import { parseCash, printCash } from '@cnop/money/text'

import { Card } from '../../components/ui/card'
import { Change } from '../../components/ui/change'
import { Figure, Figures } from '../../components/ui/figure'
import { Notice } from '../../components/ui/notice'
import { formatGain, formatUsd } from '../../lib/format'

/** What it all comes to. */
export const PortfolioTotals = ({ portfolio }: { readonly portfolio: Portfolio }) => (
  <div className="grid gap-3">
    <Card>
      <Figures>
        <Figure label="Total value" large>
          {formatUsd(portfolio.total_portfolio_value)}
        </Figure>
        <Figure label="Assets">{formatUsd(portfolio.total_asset_value)}</Figure>
        <Figure label="Cash available">{formatUsd(cashAvailable(portfolio))}</Figure>
        <Figure label="Unrealized profit">
          <Change value={portfolio.unrealized_pnl} text={formatGain(portfolio.unrealized_pnl)} />
        </Figure>
        <Figure label="Realized profit">
          <Change value={portfolio.realized_pnl} text={formatGain(portfolio.realized_pnl)} />
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
