import { printCash, printQuantity } from '@cnop/money/text'

import { Lines } from '../../components/ui/lines'
import { formatQuantity, formatUsd } from '../../lib/format'
import { aboutOf, type Estimate, type Means, type Ticket } from './estimate'

type EstimateLinesProps = {
  readonly symbol: string
  readonly ticket: Ticket
  readonly outcome: Estimate | { readonly error: string }
  readonly means: Means
}

const NOTHING = '—'

/** What the order would come to, next to what there is. */
export const EstimateLines = ({ symbol, ticket, outcome, means }: EstimateLinesProps) => {
  const known = 'error' in outcome ? undefined : outcome
  const about = aboutOf(ticket)
  const quantity = known && formatQuantity(printQuantity(known.quantity))
  return (
    <Lines
      lines={[
        ticket.side === 'buy'
          ? ['Cash available', formatUsd(printCash(means.cashAvailable))]
          : [`${symbol} available`, formatQuantity(printQuantity(means.quantityAvailable))],
        ['Quantity', quantity === undefined ? NOTHING : `${about.quantity}${quantity} ${symbol}`],
        [
          ticket.side === 'buy' ? 'Cost' : 'Proceeds',
          known === undefined ? NOTHING : `${about.total}${formatUsd(printCash(known.total))}`,
        ],
        [
          'Cash after',
          known === undefined ? NOTHING : `${about.total}${formatUsd(printCash(known.cashAfter))}`,
        ],
      ]}
    />
  )
}
