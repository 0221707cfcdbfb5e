import { printCash, printQuantity } from '@cnop/money/text'

import { Lines } from '../../components/ui/lines'
import { formatQuantity, formatUsd } from '../../lib/format'
import type { Estimate, Means, Side } from './estimate'

type EstimateLinesProps = {
  readonly symbol: string
  readonly side: Side
  readonly outcome: Estimate | { readonly error: string }
  readonly means: Means
}

const NOTHING = '—'

/** What the order would come to, next to what there is. */
export const EstimateLines = ({ symbol, side, outcome, means }: EstimateLinesProps) => {
  const known = 'error' in outcome ? undefined : outcome
  const quantity = known && formatQuantity(printQuantity(known.quantity))
  return (
    <Lines
      lines={[
        side === 'buy'
          ? ['Cash available', formatUsd(printCash(means.cashAvailable))]
          : [`${symbol} available`, formatQuantity(printQuantity(means.quantityAvailable))],
        ['Quantity', quantity === undefined ? NOTHING : `≈ ${quantity} ${symbol}`],
        [
          side === 'buy' ? 'Cost' : 'Proceeds',
          known === undefined ? NOTHING : `≈ ${formatUsd(printCash(known.total))}`,
        ],
        ['Cash after', known === undefined ? NOTHING : formatUsd(printCash(known.cashAfter))],
      ]}
    />
  )
}
