import { useState, type FormEvent } from 'react'

import { usePlaceOrder } from '../../api/place-order'
import { Button } from '../../components/ui/button'
import { Card } from '../../components/ui/card'
import { Choice } from '../../components/ui/choice'
import { Notice } from '../../components/ui/notice'
import { TextField } from '../../components/ui/text-field'
import { explain } from '../../lib/problem'
import { ConfirmOrder } from './confirm-order'
import { estimate, orderOf, shareOf, type Means, type Side, type Unit } from './estimate'
import { EstimateLines } from './estimate-lines'

const SHARES = [25n, 50n, 75n, 100n]

const SIDES = [
  { value: 'buy', label: 'Buy' },
  { value: 'sell', label: 'Sell' },
] as const

const UNITS = [
  { value: 'usd', label: 'USD' },
  { value: 'quantity', label: 'Quantity' },
] as const

/** Buys or sells at the market price, after one look at what it comes to. */
export const OrderTicket = ({
  assetId,
  means,
}: {
  readonly assetId: string
  readonly means: Means
}) => {
  const [side, setSide] = useState<Side>('buy')
  const [unit, setUnit] = useState<Unit>('usd')
  const [amount, setAmount] = useState('')
  const [checked, setChecked] = useState(false)
  const [confirming, setConfirming] = useState(false)
  const order = usePlaceOrder(assetId)
  const ticket = { assetId, side, unit, amount }
  const outcome = estimate(ticket, means)
  const possible = !('error' in outcome) && outcome.obstacle === undefined

  const review = (event: FormEvent): void => {
    event.preventDefault()
    setChecked(true)
    order.reset()
    if (possible) setConfirming(true)
  }
  const place = (): void =>
    order.mutate(orderOf(ticket), {
      onSuccess: () => {
        setAmount('')
        setChecked(false)
      },
      onSettled: () => setConfirming(false),
    })

  return (
    <Card title="Order">
      <form onSubmit={review} noValidate className="grid gap-4 p-4">
        <Choice label="Side" value={side} options={SIDES} onValue={setSide} />
        <Choice label="Amount in" value={unit} options={UNITS} onValue={setUnit} />
        <TextField
          label={unit === 'usd' ? 'Amount in USD' : 'Quantity'}
          value={amount}
          onValue={setAmount}
          error={checked && 'error' in outcome ? outcome.error : undefined}
          inputMode="decimal"
          autoComplete="off"
          placeholder="0.00"
          end={unit === 'usd' ? 'USD' : assetId}
        />
        <div
          role="group"
          aria-label="Share of what is available"
          className="grid grid-cols-4 gap-2"
        >
          {SHARES.map((percent) => (
            <Button
              key={percent}
              look="secondary"
              className="px-1"
              onClick={() => setAmount(shareOf({ side, unit }, means, percent))}
            >
              {String(percent)}%
            </Button>
          ))}
        </div>
        <EstimateLines assetId={assetId} side={side} outcome={outcome} means={means} />
        {!('error' in outcome) && outcome.obstacle !== undefined ? (
          <Notice tone="warning">{outcome.obstacle}</Notice>
        ) : null}
        <OrderOutcome order={order} />
        <Button type="submit" disabled={amount !== '' && !possible}>
          Review order
        </Button>
      </form>
      <ConfirmOrder
        open={confirming}
        ticket={ticket}
        outcome={outcome}
        price={means.price}
        busy={order.isPending}
        onPlace={place}
        onClose={() => setConfirming(false)}
      />
    </Card>
  )
}

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
