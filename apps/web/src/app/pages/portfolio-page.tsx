import { usePortfolio } from '../../api/portfolio'
import { Card } from '../../components/ui/card'
import { PageHeading } from '../../components/ui/page-heading'
import { QueryState } from '../../components/ui/query-state'
import { HoldingsTable } from '../../features/portfolio/holdings-table'
import { PortfolioTotals } from '../../features/portfolio/portfolio-totals'

export const PortfolioPage = () => (
  <div className="grid gap-4">
    <PageHeading title="Portfolio" />
    <QueryState query={usePortfolio()} lines={10}>
      {(portfolio) => (
        <>
          <PortfolioTotals portfolio={portfolio} />
          <Card title="Holdings">
            <HoldingsTable assets={portfolio.assets} />
          </Card>
        </>
      )}
    </QueryState>
  </div>
)
