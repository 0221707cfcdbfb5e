import { PageHeading } from '../../components/ui/page-heading'
import { OrderBrowser } from '../../features/orders/order-browser'

export const OrdersPage = () => (
  <div className="grid gap-4">
    <PageHeading title="Orders" />
    <OrderBrowser />
  </div>
)
