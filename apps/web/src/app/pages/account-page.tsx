import { Card } from '../../components/ui/card'
import { PageHeading } from '../../components/ui/page-heading'
import { BalanceFigures } from '../../features/account/balance-figures'
import { MoveCashForm } from '../../features/account/move-cash-form'
import { TransactionsTable } from '../../features/account/transactions-table'

export const AccountPage = () => (
  <div className="grid gap-4">
    <PageHeading title="Account" />
    <BalanceFigures />
    <div className="grid gap-4 md:grid-cols-2">
      <MoveCashForm move="deposit" />
      <MoveCashForm move="withdraw" />
    </div>
    <Card title="History">
      <TransactionsTable />
    </Card>
  </div>
)
