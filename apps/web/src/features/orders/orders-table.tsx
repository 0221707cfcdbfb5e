import type { Order } from '@cnop/contracts/orders'
import { Link } from 'react-router-dom'

import { useCancelOrder } from '../../api/cancel-order'
import { useOrders } from '../../api/orders'
import { Button, ButtonLink } from '../../components/ui/button'
import { Empty } from '../../components/ui/empty'
import { LoadMore } from '../../components/ui/load-more'
import { Notice } from '../../components/ui/notice'
import { QueryState } from '../../components/ui/query-state'
import { Cell, HeadCell, NarrowLine, Table } from '../../components/ui/table'
import { formatDateTime, formatPrice, formatQuantity, formatUsd } from '../../lib/format'
import { paths } from '../../lib/paths'
import { explain } from '../../lib/problem'

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

const Rows = ({ orders }: { readonly orders: readonly Order[] }) => {
  const cancel = useCancelOrder()
  return (
    <>
      {cancel.error === null ? null : <Notice tone="error">{explain(cancel.error)}</Notice>}
      <Table label="Your orders">
        <thead>
          <tr>
            <HeadCell wide>Time</HeadCell>
            <HeadCell>Order</HeadCell>
            <HeadCell number wide>
              Quantity
            </HeadCell>
            <HeadCell number wide>
              Price
            </HeadCell>
            <HeadCell number>Total</HeadCell>
            <HeadCell>Status</HeadCell>
          </tr>
        </thead>
        <tbody>
          {orders.map((order) => (
            <OrderRow key={order.order_id} order={order} onCancel={cancel.mutate} />
          ))}
        </tbody>
      </Table>
    </>
  )
}

const NAMES: Record<Order['order_type'], string> = {
  market_buy: 'Buy',
  market_sell: 'Sell',
  limit_buy: 'Limit buy',
  limit_sell: 'Limit sell',
}

const OrderRow = ({
  order,
  onCancel,
}: {
  readonly order: Order
  readonly onCancel: (orderId: string) => void
}) => {
  const price = order.executed_price ?? order.price
  const isOpen = order.status === 'queued'
  return (
    <tr className="hover:bg-raised">
      <Cell wide>{formatDateTime(order.created_at)}</Cell>
      <Cell>
        <Link to={paths.trade(order.asset_id)}>
          {NAMES[order.order_type]} <span className="font-semibold">{order.asset_id}</span>
        </Link>
        <NarrowLine>
          {formatQuantity(order.quantity)} · {formatDateTime(order.created_at)}
        </NarrowLine>
      </Cell>
      <Cell number wide>
        {formatQuantity(order.quantity)}
      </Cell>
      <Cell number wide>
        {price === null ? '—' : formatPrice(price)}
      </Cell>
      <Cell number>{order.status === 'completed' ? formatUsd(order.total_amount) : '—'}</Cell>
      <Cell>
        {isOpen ? (
          <Button
            look="secondary"
            aria-label={`Cancel the order for ${order.asset_id}`}
            onClick={() => onCancel(order.order_id)}
          >
            Cancel
          </Button>
        ) : (
          <span title={order.reason ?? undefined}>{order.status}</span>
        )}
      </Cell>
    </tr>
  )
}
