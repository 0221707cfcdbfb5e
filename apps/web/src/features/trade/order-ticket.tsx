import type { usePlaceOrder } from '../../api/place-order'
import { Button } from '../../components/ui/button'
import { Card } from '../../components/ui/card'
import { Choice } from '../../components/ui/choice'
import { Notice } from '../../components/ui/notice'
import { TextField } from '../../components/ui/text-field'
import { explain } from '../../lib/problem'
import { ConfirmOrder } from './confirm-order'
import { shareOf, type Means, type Ticket } from './estimate'
import { EstimateLines } from './estimate-lines'
import { useTicket } from './use-ticket'

const SHARES = [25n, 50n, 75n, 100n]

const SIDES = [
  { value: 'buy', label: 'Buy' },
  { value: 'sell', label: 'Sell' },
] as const

const KINDS = [
  { value: 'market', label: 'Market' },
  { value: 'limit', label: 'Limit' },
] as const

const DECIMAL = { inputMode: 'decimal', autoComplete: 'off', placeholder: '0.00' } as const

const UNITS = [
  { value: 'usd', label: 'USD' },
  { value: 'quantity', label: 'Quantity' },
] as const

type OrderTicketProps = { readonly assetId: string; readonly means: Means }

/** Buys or sells at the market price, after one look at what it comes to. */
export const OrderTicket = ({ assetId, means }: OrderTicketProps) => {
  const { ticket, outcome, order, ...form } = useTicket(assetId, means)
  const { side, amount } = ticket
  return (
    <Card title="Order">
      <form
        noValidate
        className="grid gap-4 p-4"
        onSubmit={(event) => {
          event.preventDefault()
          form.review()
        }}
      >
        <TicketFields assetId={assetId} means={means} ticket={ticket} form={form} />
        <EstimateLines assetId={assetId} side={side} outcome={outcome} means={means} />
        {!('error' in outcome) && outcome.obstacle !== undefined ? (
          <Notice tone="warning">{outcome.obstacle}</Notice>
        ) : null}
        <OrderOutcome order={order} />
        <Button type="submit" disabled={amount !== '' && !form.possible}>
          Review order
        </Button>
      </form>
      <ConfirmOrder
        open={form.confirming}
        ticket={ticket}
        outcome={outcome}
        price={means.price}
        busy={order.isPending}
        onPlace={form.place}
        onClose={form.back}
      />
    </Card>
  )
}

type TicketFieldsProps = OrderTicketProps & {
  readonly ticket: Ticket
  readonly form: Pick<ReturnType<typeof useTicket>, 'change' | 'chooseKind' | 'errorOf'>
}

const TicketFields = ({ assetId, means, ticket, form }: TicketFieldsProps) => {
  const { side, unit, amount } = ticket
  return (
    <>
      <Choice
        label="Side"
        value={side}
        options={SIDES}
        onValue={(value) => form.change({ side: value })}
      />
      <Choice label="Kind" value={ticket.kind} options={KINDS} onValue={form.chooseKind} />
      {ticket.kind === 'market' ? (
        <Choice
          label="Amount in"
          value={unit}
          options={UNITS}
          onValue={(value) => form.change({ unit: value })}
        />
      ) : (
        <TextField
          {...DECIMAL}
          label="Limit price"
          value={ticket.limitPrice}
          onValue={(value) => form.change({ limitPrice: value })}
          error={form.errorOf('limitPrice')}
          end="USD"
        />
      )}
      <TextField
        {...DECIMAL}
        label={unit === 'usd' ? 'Amount in USD' : 'Quantity'}
        value={amount}
        onValue={(value) => form.change({ amount: value })}
        error={form.errorOf('amount')}
        end={unit === 'usd' ? 'USD' : assetId}
      />
      {ticket.kind === 'limit' && side === 'buy' ? null : (
        <ShareButtons onShare={(percent) => form.change(shareOf(side, means, percent))} />
      )}
    </>
  )
}

const ShareButtons = ({ onShare }: { readonly onShare: (percent: bigint) => void }) => (
  <div role="group" aria-label="Share of what is available" className="grid grid-cols-4 gap-2">
    {SHARES.map((percent) => (
      <Button key={percent} look="secondary" className="px-1" onClick={() => onShare(percent)}>
        {String(percent)}%
      </Button>
    ))}
  </div>
)

const OrderOutcome = ({ order }: { readonly order: ReturnType<typeof usePlaceOrder> }) => (
  <>
    {order.openIntent === undefined || order.isPending ? null : (
      <Notice tone="warning">
        It is not known whether your last order went through. Place the same order again: it fills
        once.
      </Notice>
    )}
    {order.error === null ? null : <Notice tone="error">{explain(order.error)}</Notice>}
    {order.data === undefined ? null : (
      <Notice tone="success">
        <p className="font-semibold">{order.data.message}</p>
        <p className="mt-1 text-xs">
          Order <code>{order.data.order_id}</code>
        </p>
      </Notice>
    )}
  </>
)
