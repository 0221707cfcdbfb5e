import { useBalance } from '../../api/balance'
import { Card } from '../../components/ui/card'
import { Figure, Figures } from '../../components/ui/figure'
import { QueryState } from '../../components/ui/query-state'
import { formatUsd } from '../../lib/format'

export const BalanceFigures = () => (
  <Card>
    <QueryState query={useBalance()} lines={1}>
      {(balance) => (
        <Figures>
          <Figure label="Balance" large>
            {formatUsd(balance.current_balance)}
          </Figure>
          <Figure label="Available">{formatUsd(balance.available)}</Figure>
          <Figure label="Held for orders">{formatUsd(balance.held)}</Figure>
        </Figures>
      )}
    </QueryState>
  </Card>
)
