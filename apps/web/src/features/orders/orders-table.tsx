import type { Order } from '@cnop/contracts/orders'

import { useCancelOrder } from '../../api/cancel-order'
import { useOrders } from '../../api/orders'
import { ButtonLink } from '../../components/ui/button'
import { Empty } from '../../components/ui/empty'
import { LoadMore } from '../../components/ui/load-more'
import { Notice } from '../../components/ui/notice'
import { QueryState } from '../../components/ui/query-state'
import { HeadCell, Table } from '../../components/ui/table'
import { paths } from '../../lib/paths'
import { explain } from '../../lib/problem'
import { OrderRow } from './order-row'

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
      {cancel.error === null ? null : (
        <div className="p-3">
          <Notice tone="error">{explain(cancel.error)}</Notice>
        </div>
      )}
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
            <HeadCell widest>Order id</HeadCell>
          </tr>
        </thead>
        <tbody>
          {orders.map((order) => (
            <OrderRow
              key={order.order_id}
              order={order}
              isLeaving={cancel.isPending && cancel.variables === order.order_id}
              onCancel={cancel.mutate}
            />
          ))}
        </tbody>
      </Table>
    </>
  )
}
