import type { PortfolioAsset } from '@cnop/contracts/portfolio'

import { holdingExplanations } from '../../api/explanations'
import { Change } from '../../components/ui/change'
import { Explained } from '../../components/ui/explained'
import { Figure, Figures } from '../../components/ui/figure'
import { Quantity } from '../../components/ui/quantity'
import { exactPrice } from '../../lib/exact-price'
import { formatGain, formatUsd } from '../../lib/format'

type YourHoldingProps = {
  readonly symbol: string
  readonly holding: PortfolioAsset | undefined
}

const UNKNOWN = '—'

/** What you have of the asset and how it has done. */
export const YourHolding = ({ symbol, holding }: YourHoldingProps) => {
  if (holding === undefined)
    return <p className="px-4 py-4 text-sm text-muted">You hold no {symbol}.</p>
  const explanations = holdingExplanations(holding.asset_id)
  return (
    <Figures>
      <Figure label="Quantity">
        <Explained label="Quantity" of="quantity" unit="quantity" query={explanations}>
          <Quantity value={holding.quantity} />
        </Explained>
      </Figure>
      <Figure label="Average cost">{exactPrice(holding.average_cost)}</Figure>
      <Figure label="Cost of it all">
        <Explained label="Cost of it all" of="cost_basis" query={explanations}>
          {formatUsd(holding.cost_basis)}
        </Explained>
      </Figure>
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
      <Figure label="Realized profit">
        <Explained label="Realized profit" of="realized_pnl" query={explanations}>
          <Change value={holding.realized_pnl} text={formatGain(holding.realized_pnl)} />
        </Explained>
      </Figure>
    </Figures>
  )
}
