import type { Asset } from '@cnop/contracts/inventory'
import { useRef } from 'react'

import { Button } from '../../components/ui/button'
import { Card } from '../../components/ui/card'
import { CheckField } from '../../components/ui/check-field'
import { Notice } from '../../components/ui/notice'
import { useConfirming } from '../../lib/confirming'
import { ConfirmOrder } from './confirm-order'
import { haltOf, type Means } from './estimate'
import { EstimateLines } from './estimate-lines'
import { OrderOutcome } from './order-outcome'
import { TicketFields } from './ticket-fields'
import { TradeBar } from './trade-bar'
import { useTicket } from './use-ticket'

type OrderTicketProps = { readonly asset: Asset; readonly means: Means }

/** Buys or sells at the market price or at a limit, after one look at what it comes to unless that is off. */
export const OrderTicket = ({ asset, means }: OrderTicketProps) => {
  const [asks, setAsks] = useConfirming()
  const { ticket, outcome, order, confirming, ...form } = useTicket(asset.asset_id, means, asks)
  const obstacle = 'error' in outcome ? undefined : outcome.obstacle
  const blocked = means.halted || obstacle !== undefined
  const verb = ticket.side === 'buy' ? 'Buy' : 'Sell'
  const send = form.again ? 'Send the same order again' : `${verb} ${asset.symbol} now`
  const now = order.isPending ? 'Placing …' : send
  const isLeft = order.isPending && confirming === undefined
  const act = asks && !isLeft ? 'Review order' : now
  const element = useRef<HTMLFormElement>(null)
  return (
    <Card title="Order">
      <form
        ref={element}
        noValidate
        className="grid gap-3 p-4"
        onSubmit={(event) => {
          event.preventDefault()
          form.submit()
        }}
      >
        <TicketFields symbol={asset.symbol} means={means} ticket={ticket} form={form} />
        <EstimateLines symbol={asset.symbol} ticket={ticket} outcome={outcome} means={means} />
        {obstacle === undefined || means.halted ? null : <Notice tone="warning">{obstacle}</Notice>}
        {confirming === undefined ? <OrderOutcome order={order} /> : null}
        <Button type="submit" busy={order.isPending} disabled={blocked}>
          {means.halted ? haltOf(asset.symbol) : act}
        </Button>
        <CheckField
          label="Show me each order before it is placed"
          checked={asks}
          onChecked={setAsks}
          hint={
            asks
              ? undefined
              : 'A market order that would fill more than 1 % worse than the price shown is refused.'
          }
        />
      </form>
      <TradeBar symbol={asset.symbol} form={element} onSide={(side) => form.change({ side })} />
      <ConfirmOrder
        order={confirming}
        again={form.again}
        asset={asset}
        busy={order.isPending}
        error={order.error}
        onPlace={form.place}
        onClose={form.back}
      />
    </Card>
  )
}
