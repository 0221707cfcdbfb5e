import type { Order, OrderFilter } from '@cnop/contracts/orders'
import type { ReactNode } from 'react'

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

const PAGE = 25

type OrdersTableProps = {
  readonly filter: OrderFilter
  /** Only so many of them. */
  readonly latest?: number
  /** What to say when there are none. */
  readonly none?: ReactNode
}

export const OrdersTable = ({ filter, latest, none }: OrdersTableProps) => {
  const query = useOrders(filter, latest ?? PAGE)
  return (
    <QueryState query={query} lines={latest ?? 8}>
      {({ pages }) => {
        const orders = pages.flatMap(({ data }) => data)
        // A page of a selection may be empty with more to come.
        const nothing = query.hasNextPage ? (
          <Empty>None among the newest.</Empty>
        ) : (
          (none ?? <NoOrders />)
        )
        return (
          <>
            {orders.length === 0 ? nothing : <Rows orders={orders} />}
            {latest === undefined || orders.length === 0 ? <LoadMore query={query} /> : null}
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
