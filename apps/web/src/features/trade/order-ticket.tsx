import type { Asset } from '@cnop/contracts/inventory'

import { Button } from '../../components/ui/button'
import { Card } from '../../components/ui/card'
import { Choice } from '../../components/ui/choice'
import { Notice } from '../../components/ui/notice'
import { TextField } from '../../components/ui/text-field'
import { ConfirmOrder } from './confirm-order'
import { shareOf, type Means } from './estimate'
import { EstimateLines } from './estimate-lines'
import { OrderOutcome } from './order-outcome'
import { useTicket } from './use-ticket'

const SHARES = [25n, 50n, 75n, 100n]

const SIDES = [
  { value: 'buy', label: 'Buy' },
  { value: 'sell', label: 'Sell' },
] as const

const UNITS = [
  { value: 'usd', label: 'USD' },
  { value: 'quantity', label: 'Quantity' },
] as const

type OrderTicketProps = { readonly asset: Asset; readonly means: Means }

/** Buys or sells at the market price, after one look at what it comes to. */
export const OrderTicket = ({ asset, means }: OrderTicketProps) => {
  const { ticket, outcome, order, ...form } = useTicket(asset.asset_id, means)
  const { side, unit, amount } = ticket
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
        <Choice
          label="Side"
          value={side}
          options={SIDES}
          onValue={(value) => form.change({ side: value })}
        />
        <Choice label="Amount in" value={unit} options={UNITS} onValue={form.changeUnit} />
        <TextField
          label={unit === 'usd' ? 'Amount in USD' : 'Quantity'}
          value={amount}
          onValue={(value) => form.change({ amount: value })}
          onBlur={form.leaveAmount}
          error={form.amountError}
          inputMode="decimal"
          autoComplete="off"
          placeholder="0.00"
          end={unit === 'usd' ? 'USD' : asset.symbol}
        />
        <ShareButtons
          of={side === 'buy' ? 'your cash' : `your ${asset.symbol}`}
          onShare={(percent) => form.change(shareOf(side, means, percent))}
        />
        <EstimateLines symbol={asset.symbol} side={side} outcome={outcome} means={means} />
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

type ShareButtonsProps = {
  readonly of: string
  readonly onShare: (percent: bigint) => void
}

const ShareButtons = ({ of, onShare }: ShareButtonsProps) => (
  <div role="group" aria-label={`A share of ${of}`} className="grid grid-cols-4 gap-2">
    {SHARES.map((percent) => (
      <Button
        key={percent}
        look="secondary"
        className="px-1 py-1 font-medium"
        onClick={() => onShare(percent)}
      >
        {String(percent)}%
      </Button>
    ))}
  </div>
)
