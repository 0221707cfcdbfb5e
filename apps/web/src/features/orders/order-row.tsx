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

const UNKNOWN = '—'

type OrderRowProps = {
  readonly order: Order
  readonly isLeaving: boolean
  readonly onCancel: (orderId: string) => void
}

export const OrderRow = ({ order, isLeaving, onCancel }: OrderRowProps) => {
  const price = order.executed_price ?? order.price
  return (
    <tr className={linkedRow}>
      <Cell wide>{formatDateTime(order.created_at)}</Cell>
      <Cell>
        <Link to={paths.order(order.order_id)} className={rowLink}>
          {ORDER_NAMES[order.order_type]} <span className="font-semibold">{order.asset_id}</span>
        </Link>
        <NarrowLine>{formatQuantity(shortQuantity(order.quantity))}</NarrowLine>
        <NarrowLine>{formatDateTime(order.created_at)}</NarrowLine>
      </Cell>
      <Cell number wide>
        {formatQuantity(order.quantity)}
      </Cell>
      <Cell number wide>
        {price === null ? UNKNOWN : exactPrice(price)}
      </Cell>
      <Cell number>{order.status === 'completed' ? formatUsd(order.total_amount) : UNKNOWN}</Cell>
      <Cell>
        {isOpen(order) ? (
          // Above the link of the row.
          <Button
            look="secondary"
            small
            className="relative z-10"
            busy={isLeaving}
            aria-label={`Cancel the order for ${order.asset_id}`}
            onClick={() => onCancel(order.order_id)}
          >
            {isLeaving ? 'Cancelling …' : 'Cancel'}
          </Button>
        ) : (
          <span title={order.reason ?? undefined}>
            <StatusMark status={order.status} />
          </span>
        )}
      </Cell>
    </tr>
  )
}
