import type { Order } from '@cnop/contracts/orders'
import type { PlaceOrderRequest } from '@cnop/contracts/place-order'
import { Link } from 'react-router-dom'

import type { usePlaceOrder } from '../../api/place-order'
import { Button } from '../../components/ui/button'
import { Lines } from '../../components/ui/lines'
import { Notice } from '../../components/ui/notice'
import { STATUS_NAMES } from '../../components/ui/status-mark'
import { exactPrice } from '../../lib/exact-price'
import { formatQuantity, formatUsd } from '../../lib/format'
import { paths } from '../../lib/paths'
import { explain } from '../../lib/problem'

type OrderOutcomeProps = { readonly order: ReturnType<typeof usePlaceOrder> }

/** What became of the order: done, refused, or not known yet. */
export const OrderOutcome = ({ order }: OrderOutcomeProps) => (
  <>
    {order.error === null ? null : <Notice tone="error">{explain(order.error)}</Notice>}
    {order.isPending
      ? null
      : order.openOrders.map((open) => (
          <Notice key={JSON.stringify(open)} tone="warning">
            <p>
              It is not known whether your order to {inWords(open)} went through. Sent again, it
              still fills only once.
            </p>
            <Button look="secondary" className="mt-2" onClick={() => order.mutate(open)}>
              Send it again
            </Button>
          </Notice>
        ))}
    {order.data === undefined ? null : (
      <Notice tone="success">
        <p className="font-semibold">{order.data.message}</p>
        <Receipt order={order.data.data} />
        <Link to={paths.order(order.data.order_id)} className="mt-1 inline-block text-sm underline">
          See the order
        </Link>
      </Notice>
    )}
  </>
)

const inWords = ({ order_type, asset_id, quantity, quote_amount }: PlaceOrderRequest): string => {
  const verb = order_type.endsWith('buy') ? 'buy' : 'sell'
  return quantity === undefined
    ? `${verb} ${asset_id} for ${quote_amount} USD`
    : `${verb} ${quantity} ${asset_id}`
}

const termsOf = (order: Order): readonly (readonly [string, string])[] => {
  const { executed_price, price, status } = order
  if (executed_price !== null)
    return [
      ['Quantity', formatQuantity(order.executed_quantity)],
      ['Price', exactPrice(executed_price)],
      ['Total', formatUsd(order.total_amount)],
    ]
  const limit = price === null ? [] : [['Limit price', exactPrice(price)] as const]
  return [['Quantity', formatQuantity(order.quantity)], ...limit, ['Status', STATUS_NAMES[status]]]
}

const Receipt = ({ order }: { readonly order: Order }) => (
  <div className="mt-2 text-ink">
    <Lines
      lines={[
        ...termsOf(order),
        [
          'Order',
          <code key="id" className="text-xs">
            {order.order_id}
          </code>,
        ],
      ]}
    />
  </div>
)
