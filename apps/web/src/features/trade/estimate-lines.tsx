import { printCash, printQuantity } from '@cnop/money/text'

import { formatQuantity, formatUsd } from '../../lib/format'
import type { Estimate, Means, Side } from './estimate'

type EstimateLinesProps = {
  readonly assetId: string
  readonly side: Side
  readonly outcome: Estimate | { readonly error: string }
  readonly means: Means
}

const NOTHING = '—'

/** What the order would come to, next to what there is. */
export const EstimateLines = ({ assetId, side, outcome, means }: EstimateLinesProps) => {
  const known = 'error' in outcome ? undefined : outcome
  const lines = [
    ['Cash available', formatUsd(printCash(means.cashAvailable))],
    [`${assetId} available`, formatQuantity(printQuantity(means.quantityAvailable))],
    ['Quantity', known === undefined ? NOTHING : formatQuantity(printQuantity(known.quantity))],
    [
      side === 'buy' ? 'Cost' : 'Proceeds',
      known === undefined ? NOTHING : formatUsd(printCash(known.total)),
    ],
    ['Cash after', known === undefined ? NOTHING : formatUsd(printCash(known.cashAfter))],
  ]
  return (
    <dl className="grid gap-1.5 text-sm">
      {lines.map(([label, value]) => (
        <div key={label} className="flex justify-between gap-4">
          <dt className="text-muted">{label}</dt>
          <dd className="font-medium">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
