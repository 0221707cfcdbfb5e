import { isUndecided } from '@cnop/client/problem'
import type { Order } from '@cnop/contracts/orders'
import type { PlaceOrderRequest } from '@cnop/contracts/place-order'
import { decimalText } from '@cnop/contracts/wire'
import { Link } from 'react-router-dom'

import type { usePlaceOrder } from '../../api/place-order'
import { ButtonLink } from '../../components/ui/button'
import { Lines } from '../../components/ui/lines'
import { Notice } from '../../components/ui/notice'
import { STATUS_NAMES } from '../../components/ui/status-mark'
import { UnknownOutcome } from '../../components/ui/unknown-outcome'
import { exactPrice } from '../../lib/exact-price'
import { formatQuantity, formatUsd } from '../../lib/format'
import { paths } from '../../lib/paths'
import { explain } from '../../lib/problem'
import { orderWords } from './order-words'
import { sentBefore } from './same-terms'

type OrderOutcomeProps = { readonly order: ReturnType<typeof usePlaceOrder> }

/** What became of the order: done, refused, or not known yet. */
export const OrderOutcome = ({ order }: OrderOutcomeProps) => (
  <>
    {order.error === null || isNoted(order) ? null : (
      <Notice tone="error">{explain(order.error)}</Notice>
    )}
    {order.isPending
      ? null
      : order.openOrders.map((open) => (
          <UnknownOutcome
            key={JSON.stringify(open)}
            why={isLast(open, order) ? order.error : null}
            onAgain={() => order.mutate(open)}
            onForget={() => order.forget(open)}
            look={
              <ButtonLink look="secondary" to={paths.orders}>
                Look at my orders
              </ButtonLink>
            }
          >
            It is not known whether your order to {inWords(open)} went through. Sent again, it still
            fills only once. Before you forget it, look at your orders: it may be there.
          </UnknownOutcome>
        ))}
    {order.data === undefined ? null : (
      <Notice tone="success">
        {order.wasOpen ? (
          <p>The order that was not known to have gone through is settled, and was placed once.</p>
        ) : null}
        <p className="font-semibold">{orderWords(order.data)}</p>
        <Receipt order={order.data.data} />
        <Link to={paths.order(order.data.order_id)} className="mt-1 inline-block text-sm underline">
          See the order
        </Link>
      </Notice>
    )}
  </>
)

const isLast = (open: PlaceOrderRequest, { variables }: OrderOutcomeProps['order']): boolean =>
  variables !== undefined && sentBefore(variables, [open]) !== undefined

/** What is open is told in its own notice, with the reason in it. */
const isNoted = (order: OrderOutcomeProps['order']): boolean =>
  isUndecided(order.error) && order.openOrders.some((open) => isLast(open, order))

const inWords = ({ order_type, asset_id, quantity, quote_amount }: PlaceOrderRequest): string => {
  const verb = order_type.endsWith('buy') ? 'buy' : 'sell'
  return quantity === undefined
    ? `${verb} ${asset_id} for ${formatUsd(decimalText(quote_amount ?? '0'))}`
    : `${verb} ${formatQuantity(decimalText(quantity))} ${asset_id}`
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
