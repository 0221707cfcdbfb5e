import type { Price } from '@cnop/money/scaled'
import { printCash, printPrice, printQuantity } from '@cnop/money/text'

import { Button } from '../../components/ui/button'
import { Dialog } from '../../components/ui/dialog'
import { formatPrice, formatQuantity, formatUsd } from '../../lib/format'
import type { Estimate, Ticket } from './estimate'

type ConfirmOrderProps = {
  readonly open: boolean
  readonly ticket: Ticket
  readonly outcome: Estimate | { readonly error: string }
  readonly price: Price
  readonly busy: boolean
  readonly onPlace: () => void
  readonly onClose: () => void
}

/** The last look before an order. */
export const ConfirmOrder = (props: ConfirmOrderProps) => {
  const { open, ticket, outcome, price, busy, onPlace, onClose } = props
  const buys = ticket.side === 'buy'
  return (
    <Dialog title={`${buys ? 'Buy' : 'Sell'} ${ticket.assetId}`} open={open} onClose={onClose}>
      {'error' in outcome ? null : (
        <p className="text-sm">
          {buys ? 'Buy' : 'Sell'}{' '}
          <strong>
            {formatQuantity(printQuantity(outcome.quantity))} {ticket.assetId}
          </strong>{' '}
          for about <strong>{formatUsd(printCash(outcome.total))}</strong>,{' '}
          {ticket.kind === 'limit'
            ? `when the price is ${formatPrice(ticket.limitPrice)} or better. Until then this is set aside.`
            : `at the market price, now ${formatPrice(printPrice(price))}.`}
        </p>
      )}
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
