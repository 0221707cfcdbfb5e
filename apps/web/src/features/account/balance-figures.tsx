import { useBalance } from '../../api/balance'
import { balanceExplanations } from '../../api/explanations'
import { Card } from '../../components/ui/card'
import { Explained } from '../../components/ui/explained'
import { Figure, Figures } from '../../components/ui/figure'
import { QueryState } from '../../components/ui/query-state'
import { formatUsd } from '../../lib/format'

export const BalanceFigures = () => (
  <Card>
    <QueryState query={useBalance()} lines={2}>
      {(balance) => (
        <Figures>
          <Figure label="Balance" large>
            <Explained label="Balance" of="current_balance" query={balanceExplanations}>
              {formatUsd(balance.current_balance)}
            </Explained>
          </Figure>
          <Figure label="Available">
            <Explained label="Available" of="available" query={balanceExplanations}>
              {formatUsd(balance.available)}
            </Explained>
          </Figure>
          <Figure label="Held for orders">
            <Explained label="Held for orders" of="held" query={balanceExplanations}>
              {formatUsd(balance.held)}
            </Explained>
          </Figure>
        </Figures>
      )}
    </QueryState>
  </Card>
)
