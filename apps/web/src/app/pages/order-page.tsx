import { ApiProblem } from '@cnop/client/problem'
import { Link, useParams } from 'react-router-dom'

import { useOrder } from '../../api/orders'
import { ButtonLink } from '../../components/ui/button'
import { Card } from '../../components/ui/card'
import { Empty } from '../../components/ui/empty'
import { PageHeading } from '../../components/ui/page-heading'
import { QueryState } from '../../components/ui/query-state'
import { OrderDetail } from '../../features/orders/order-detail'
import { ORDER_NAMES } from '../../features/orders/order-names'
import { paths } from '../../lib/paths'

export const OrderPage = () => {
  const { orderId = '' } = useParams()
  const query = useOrder(orderId)
  if (query.data === undefined && isUnknown(query.error)) return <NoSuchOrder />
  return (
    <div className="grid gap-4">
      <Link to={paths.orders} className="text-sm font-medium text-accent">
        ← All orders
      </Link>
      <QueryState query={query} lines={8}>
        {(order) => (
          <>
            <PageHeading title={`${ORDER_NAMES[order.order_type]} ${order.asset_id}`} />
            <OrderDetail order={order} />
          </>
        )}
      </QueryState>
    </div>
  )
}

const isUnknown = (error: unknown): boolean =>
  error instanceof ApiProblem &&
  (error.code === 'ORDER_NOT_FOUND' || error.code === 'VALIDATION_FAILED')

const NoSuchOrder = () => (
  <Card>
    <Empty>
      <PageHeading title="There is no such order" />
      <ButtonLink to={paths.orders} look="secondary">
        Your orders
      </ButtonLink>
    </Empty>
  </Card>
)
