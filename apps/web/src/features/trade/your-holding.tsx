import type { PortfolioAsset } from '@cnop/contracts/portfolio'

import { holdingExplanations } from '../../api/explanations'
import { Change } from '../../components/ui/change'
import { Explained } from '../../components/ui/explained'
import { Figure, Figures } from '../../components/ui/figure'
import { Quantity } from '../../components/ui/quantity'
import { formatGain, formatPrice, formatQuantity, formatUsd, isPositive } from '../../lib/format'
import { holdingAt } from './holding-now'

type YourHoldingProps = {
  readonly symbol: string
  readonly holding: PortfolioAsset | undefined
  /** Of the asset now: it comes more often than the portfolio. */
  readonly price: string
}

/** What you have of the asset and how it has done. */
export const YourHolding = ({ symbol, holding, price }: YourHoldingProps) => {
  if (holding === undefined)
    return <p className="px-4 py-4 text-sm text-muted">You hold no {symbol}.</p>
  const { value, gain } = holdingAt(holding, price)
  const explanations = holdingExplanations(holding.asset_id)
  return (
    <Figures>
      <Figure label="Quantity">
        <Explained label="Quantity" of="quantity" unit="quantity" query={explanations}>
          <Quantity value={holding.quantity} />
        </Explained>
        {isPositive(holding.held) ? (
          <span className="block text-xs font-normal text-muted">
            of it {formatQuantity(holding.held)} in open orders
          </span>
        ) : null}
      </Figure>
      <Figure label="Average cost">{formatPrice(holding.average_cost)}</Figure>
      <Figure label="Cost of it all">
        <Explained label="Cost of it all" of="cost_basis" query={explanations}>
          {formatUsd(holding.cost_basis)}
        </Explained>
      </Figure>
      <Figure label="Value">
        <span data-price>{formatUsd(value)}</span>
      </Figure>
      <Figure label="Unrealized profit">
        <Change value={gain} text={formatGain(gain)} />
      </Figure>
      <Figure label="Realized profit">
        <Explained label="Realized profit" of="realized_pnl" query={explanations}>
          <Change value={holding.realized_pnl} text={formatGain(holding.realized_pnl)} />
        </Explained>
      </Figure>
    </Figures>
  )
}
