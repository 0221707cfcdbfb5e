import type { Asset } from '@cnop/contracts/inventory'

import { Button } from '../../components/ui/button'
import { Card } from '../../components/ui/card'
import { Notice } from '../../components/ui/notice'
import { ConfirmOrder } from './confirm-order'
import type { Means } from './estimate'
import { EstimateLines } from './estimate-lines'
import { OrderOutcome } from './order-outcome'
import { TicketFields } from './ticket-fields'
import { useTicket } from './use-ticket'

type OrderTicketProps = { readonly asset: Asset; readonly means: Means }

/** Buys or sells at the market price or at a limit, after one look at what it comes to. */
export const OrderTicket = ({ asset, means }: OrderTicketProps) => {
  const { ticket, outcome, order, ...form } = useTicket(asset.asset_id, means)
  const obstacle = 'error' in outcome ? undefined : outcome.obstacle
  return (
    <Card title="Order">
      <form
        noValidate
        className="grid gap-3 p-4"
        onSubmit={(event) => {
          event.preventDefault()
          form.review()
        }}
      >
        <TicketFields symbol={asset.symbol} means={means} ticket={ticket} form={form} />
        <EstimateLines symbol={asset.symbol} ticket={ticket} outcome={outcome} means={means} />
        {obstacle === undefined ? null : <Notice tone="warning">{obstacle}</Notice>}
        <OrderOutcome order={order} />
        <Button type="submit" busy={order.isPending} disabled={obstacle !== undefined}>
          Review order
        </Button>
      </form>
      <ConfirmOrder
        open={form.confirming}
        asset={asset}
        ticket={ticket}
        outcome={outcome}
        busy={order.isPending}
        onPlace={form.place}
        onClose={form.back}
      />
    </Card>
  )
}
