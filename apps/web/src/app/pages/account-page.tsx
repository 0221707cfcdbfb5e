import { PageHeading } from '../../components/ui/page-heading'
import { BalanceFigures } from '../../features/account/balance-figures'
import { MoveCashForm } from '../../features/account/move-cash-form'
import { TransactionBrowser } from '../../features/account/transaction-browser'

export const AccountPage = () => (
  <div data-in-turn className="grid gap-4">
    <PageHeading title="Account" />
    <BalanceFigures />
    <div className="grid gap-4 md:grid-cols-2">
      <MoveCashForm move="deposit" />
      <MoveCashForm move="withdraw" />
    </div>
    <TransactionBrowser />
  </div>
)
