import type { PortfolioAsset } from '@cnop/contracts/portfolio'

import { Change } from '../../components/ui/change'
import { Figure, Figures } from '../../components/ui/figure'
import { formatGain, formatPrice, formatQuantity, formatUsd } from '../../lib/format'

type YourHoldingProps = {
  readonly symbol: string
  readonly holding: PortfolioAsset | undefined
}

const UNKNOWN = '—'

/** What you have of the asset and how it has done. */
export const YourHolding = ({ symbol, holding }: YourHoldingProps) => {
  if (holding === undefined)
    return <p className="px-4 py-4 text-sm text-muted">You hold no {symbol}.</p>
  return (
    <Figures>
      <Figure label="Quantity">{formatQuantity(holding.quantity)}</Figure>
      <Figure label="Average cost">{formatPrice(holding.average_cost)}</Figure>
      <Figure label="Value">
        {holding.market_value === null ? UNKNOWN : formatUsd(holding.market_value)}
      </Figure>
      <Figure label="Unrealized profit">
        {holding.unrealized_pnl === null ? (
          UNKNOWN
        ) : (
          <Change value={holding.unrealized_pnl} text={formatGain(holding.unrealized_pnl)} />
        )}
      </Figure>
    </Figures>
  )
}
