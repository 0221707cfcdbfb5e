import type { Order } from '@cnop/contracts/orders'
import { Link } from 'react-router-dom'

import { Button } from '../../components/ui/button'
import { StatusMark } from '../../components/ui/status-mark'
import { Cell, NarrowLine, linkedRow, rowLink } from '../../components/ui/table'
import { exactPrice } from '../../lib/exact-price'
import { formatDateTime, formatQuantity, formatUsd } from '../../lib/format'
import { paths } from '../../lib/paths'
import { shortQuantity } from '../../lib/short-quantity'
import { ORDER_NAMES, isOpen } from './order-names'
import { setAsideBy } from './set-aside'

const UNKNOWN = '—'

type OrderRowProps = {
  readonly order: Order
  readonly isLeaving: boolean
  readonly onCancel: (orderId: string) => void
}

export const OrderRow = ({ order, isLeaving, onCancel }: OrderRowProps) => (
  <tr className={linkedRow}>
    <Cell wide>{formatDateTime(order.created_at)}</Cell>
    <Cell>
      <Link to={paths.order(order.order_id)} className={rowLink}>
        {ORDER_NAMES[order.order_type]} <span className="font-semibold">{order.asset_id}</span>
      </Link>
      <NarrowLine>
        <Terms order={order} />
      </NarrowLine>
      <NarrowLine>{formatDateTime(order.created_at)}</NarrowLine>
    </Cell>
    <Cell number wide>
      {formatQuantity(order.quantity)}
    </Cell>
    <Cell number wide>
      {priceOf(order) ?? UNKNOWN}
    </Cell>
    <Cell number>
      <Total order={order} />
    </Cell>
    <Cell>
      <span className="grid grid-cols-1 items-center justify-items-start gap-1 @2xl:grid-cols-[4.5rem_auto]">
        <span title={order.reason ?? undefined}>
          <StatusMark status={order.status} />
        </span>
        {isOpen(order) ? (
          // Above the link of the row.
          <Button
            look="secondary"
            small
            className="relative z-10"
            busy={isLeaving}
            aria-label={cancelName(order)}
            onClick={() => onCancel(order.order_id)}
          >
            {isLeaving ? 'Cancelling …' : 'Cancel'}
          </Button>
        ) : null}
      </span>
    </Cell>
  </tr>
)

const priceOf = ({ executed_price, price }: Order): string | undefined => {
  const known = executed_price ?? price
  return known === null ? undefined : exactPrice(known)
}

/** `0.02 at $90,000.12`, on one line where it has the room. */
const Terms = ({ order }: { readonly order: Order }) => {
  const price = priceOf(order)
  return (
    <span className="flex flex-wrap gap-x-1 whitespace-normal">
      <span>{formatQuantity(shortQuantity(order.quantity))}</span>
      {price === undefined ? null : <span>at {price}</span>}
    </span>
  )
}

/** What was paid or received; of an order that waits what it has set aside. */
const Total = ({ order }: { readonly order: Order }) => {
  if (order.status === 'completed') return formatUsd(order.total_amount)
  const setAside = setAsideBy(order)
  if (setAside === undefined) return UNKNOWN
  return (
    <>
      {setAside}
      <span className="block text-xs text-muted">set aside</span>
    </>
  )
}

/** Of many buttons, which is which. */
const cancelName = (order: Order): string => {
  const price = priceOf(order)
  const terms = price === undefined ? '' : ` at ${price}`
  return `Cancel the ${ORDER_NAMES[order.order_type].toLowerCase()} of ${formatQuantity(order.quantity)} ${order.asset_id}${terms}`
}
