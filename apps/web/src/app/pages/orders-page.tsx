import { Card } from '../../components/ui/card'
import { PageHeading } from '../../components/ui/page-heading'
import { OrdersTable } from '../../features/orders/orders-table'

export const OrdersPage = () => (
  <div className="grid gap-4">
    <PageHeading title="Orders" />
    <Card>
      <OrdersTable />
    </Card>
  </div>
)
