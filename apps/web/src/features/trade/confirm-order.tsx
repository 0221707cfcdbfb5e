import type { Asset } from '@cnop/contracts/inventory'
import { printCash, printQuantity } from '@cnop/money/text'

import { Button } from '../../components/ui/button'
import { Dialog } from '../../components/ui/dialog'
import { Lines } from '../../components/ui/lines'
import { SourceMark } from '../../components/ui/source-mark'
import { formatPrice, formatQuantity, formatUsd } from '../../lib/format'
import { aboutOf, type Estimate, type Ticket } from './estimate'

type ConfirmOrderProps = {
  readonly open: boolean
  readonly asset: Asset
  readonly ticket: Ticket
  readonly outcome: Estimate | { readonly error: string }
  readonly busy: boolean
  readonly onPlace: () => void
  readonly onClose: () => void
}

/** The last look before an order. */
export const ConfirmOrder = (props: ConfirmOrderProps) => {
  const { open, asset, ticket, outcome, busy, onPlace, onClose } = props
  const title = `${ticket.side === 'buy' ? 'Buy' : 'Sell'} ${asset.name}`
  return (
    <Dialog title={title} open={open} onClose={onClose}>
      {'error' in outcome ? null : <Terms asset={asset} ticket={ticket} estimate={outcome} />}
      <div className="mt-5 flex justify-end gap-2">
        <Button look="secondary" onClick={onClose} disabled={busy}>
          Back
        </Button>
        <Button onClick={onPlace} busy={busy}>
          {busy ? 'Placing …' : 'Place order'}
        </Button>
      </div>
    </Dialog>
  )
}

type TermsProps = {
  readonly asset: Asset
  readonly ticket: Ticket
  readonly estimate: Estimate
}

const Terms = ({ asset, ticket, estimate }: TermsProps) => {
  const isLimit = ticket.kind === 'limit'
  const about = aboutOf(ticket)
  return (
    <div className="grid gap-3">
      <Lines
        lines={[
          [
            'Quantity',
            `${about.quantity}${formatQuantity(printQuantity(estimate.quantity))} ${asset.symbol}`,
          ],
          ...(isLimit ? [['Limit price', formatPrice(ticket.limitPrice)] as const] : []),
          [
            'Price now',
            <span key="price" className="inline-flex items-center gap-2">
              <SourceMark status={asset.price_status} /> {formatPrice(asset.price_usd)}
            </span>,
          ],
          [
            ticket.side === 'buy' ? 'You pay' : 'You receive',
            `${about.total}${formatUsd(printCash(estimate.total))}`,
          ],
          ['Cash after', `${about.total}${formatUsd(printCash(estimate.cashAfter))}`],
        ]}
      />
      <p className="text-xs text-muted">
        {isLimit
          ? 'It fills when the price is at the limit or better. Until then what it needs is set aside.'
          : 'It fills at once, at the market price of that moment.'}
      </p>
    </div>
  )
}
