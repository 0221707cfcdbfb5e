import type { Order } from '@cnop/contracts/orders'
import { Link } from 'react-router-dom'

import { useOrders } from '../../api/orders'
import { ButtonLink } from '../../components/ui/button'
import { Empty } from '../../components/ui/empty'
import { LoadMore } from '../../components/ui/load-more'
import { Quantity } from '../../components/ui/quantity'
import { QueryState } from '../../components/ui/query-state'
import { StatusMark } from '../../components/ui/status-mark'
import { Cell, HeadCell, NarrowLine, Table, linkedRow, rowLink } from '../../components/ui/table'
import { formatDateTime, formatPrice, formatUsd } from '../../lib/format'
import { paths } from '../../lib/paths'

export const OrdersTable = () => {
  const query = useOrders()
  return (
    <QueryState query={query} lines={8}>
      {({ pages }) => {
        const orders = pages.flatMap(({ data }) => data)
        if (orders.length === 0) return <NoOrders />
        return (
          <>
            <Rows orders={orders} />
            <LoadMore query={query} />
          </>
        )
      }}
    </QueryState>
  )
}

const NoOrders = () => (
  <Empty>
    <p>You have placed no orders yet.</p>
    <ButtonLink to={paths.markets} look="secondary">
      Browse the markets
    </ButtonLink>
  </Empty>
)

const Rows = ({ orders }: { readonly orders: readonly Order[] }) => (
  <Table label="Your orders">
    <thead>
      <tr>
        <HeadCell wide>Time</HeadCell>
        <HeadCell>Order</HeadCell>
        <HeadCell number>Quantity</HeadCell>
        <HeadCell number wide>
          Price
        </HeadCell>
        <HeadCell number>Total</HeadCell>
        <HeadCell wide>Status</HeadCell>
        <HeadCell widest>Order id</HeadCell>
      </tr>
    </thead>
    <tbody>
      {orders.map((order) => (
        <tr key={order.order_id} className={linkedRow}>
          <Cell wide>{formatDateTime(order.created_at)}</Cell>
          <Cell>
            <Link to={paths.trade(order.asset_id)} className={rowLink}>
              {order.order_type === 'market_buy' ? 'Buy' : 'Sell'}{' '}
              <span className="font-semibold">{order.asset_id}</span>
            </Link>
            <NarrowLine>{formatDateTime(order.created_at)}</NarrowLine>
          </Cell>
          <Cell number>
            <Quantity value={order.executed_quantity} />
          </Cell>
          <Cell number wide>
            {order.executed_price === null ? '—' : formatPrice(order.executed_price)}
          </Cell>
          <Cell number>{formatUsd(order.total_amount)}</Cell>
          <Cell wide>
            <StatusMark status={order.status} />
          </Cell>
          <Cell widest>
            {/* Above the link of the row, to be marked and copied. */}
            <code className="relative z-10 text-xs text-muted select-all">{order.order_id}</code>
          </Cell>
        </tr>
      ))}
    </tbody>
  </Table>
)
