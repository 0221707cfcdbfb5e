import type { Order, OrderFilter } from '@cnop/contracts/orders'
import { useRef, type ReactNode } from 'react'

import { useCancelOrder } from '../../api/cancel-order'
import { useOrders } from '../../api/orders'
import { ButtonLink } from '../../components/ui/button'
import { Empty, NONE_SO_FAR } from '../../components/ui/empty'
import { LoadMore } from '../../components/ui/load-more'
import { Outcome } from '../../components/ui/outcome'
import { QueryState } from '../../components/ui/query-state'
import { HeadCell, Table } from '../../components/ui/table'
import { paths } from '../../lib/paths'
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
  const cancel = useCancelOrder()
  const told = useRef<HTMLDivElement>(null)
  // The button that had the focus goes with what it cancelled.
  const onCancel = (orderId: string): void =>
    cancel.mutate(orderId, { onSuccess: () => told.current?.focus() })
  return (
    <QueryState query={query} lines={latest ?? 8}>
      {({ pages }) => {
        const orders = pages.flatMap(({ data }) => data)
        // A page of a selection may be empty with more to come.
        const nothing = query.hasNextPage ? <Empty>{NONE_SO_FAR}</Empty> : (none ?? <NoOrders />)
        const searching = pages.at(-1)?.data.length === 0
        return (
          <>
            <div ref={told} tabIndex={-1} className="-outline-offset-2">
              <Cancelled cancel={cancel} />
            </div>
            {orders.length === 0 ? (
              nothing
            ) : (
              <Rows
                orders={orders}
                leaving={cancel.isPending ? cancel.variables : undefined}
                onCancel={onCancel}
              />
            )}
            {latest === undefined || orders.length === 0 ? (
              <LoadMore query={query} searching={searching} />
            ) : null}
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

const Cancelled = ({ cancel }: { readonly cancel: ReturnType<typeof useCancelOrder> }) =>
  cancel.error === null && cancel.data === undefined ? null : (
    <div className="p-3">
      <Outcome of={cancel} done={cancel.data?.message} />
    </div>
  )

type RowsProps = {
  readonly orders: readonly Order[]
  /** The id of the order that is being cancelled. */
  readonly leaving: string | undefined
  readonly onCancel: (orderId: string) => void
}

const Rows = ({ orders, leaving, onCancel }: RowsProps) => (
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
          isLeaving={order.order_id === leaving}
          onCancel={onCancel}
        />
      ))}
    </tbody>
  </Table>
)
