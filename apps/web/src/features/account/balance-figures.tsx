import { useBalance } from '../../api/balance'
import { Card } from '../../components/ui/card'
import { Figure } from '../../components/ui/figure'
import { QueryState } from '../../components/ui/query-state'
import { formatUsd } from '../../lib/format'

export const BalanceFigures = () => (
  <Card>
    <QueryState query={useBalance()} lines={1}>
      {(balance) => (
        <dl className="grid grid-cols-2 gap-5 p-5 sm:grid-cols-3">
          <div className="col-span-2 sm:col-span-1">
            <Figure label="Balance" large>
              {formatUsd(balance.current_balance)}
            </Figure>
          </div>
          <Figure label="Available">{formatUsd(balance.available)}</Figure>
          <Figure label="Held for orders">{formatUsd(balance.held)}</Figure>
        </dl>
      )}
    </QueryState>
  </Card>
)
