import { usePortfolio } from '../../api/portfolio'
import { Card } from '../../components/ui/card'
import { PageHeading } from '../../components/ui/page-heading'
import { QueryState } from '../../components/ui/query-state'
import { DayChange } from '../../features/history/day-change'
import { ValueHistory } from '../../features/history/value-history'
import { Allocation } from '../../features/portfolio/allocation'
import { HoldingsTable } from '../../features/portfolio/holdings-table'
import { PortfolioTotals } from '../../features/portfolio/portfolio-totals'

export const PortfolioPage = () => (
  <div className="grid gap-4">
    <PageHeading title="Portfolio" />
    <QueryState query={usePortfolio()} lines={10}>
      {(portfolio) => (
        <>
          <PortfolioTotals portfolio={portfolio} dayChange={<DayChange portfolio={portfolio} />} />
          <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[3fr_2fr]">
            <ValueHistory />
            <Card title="Allocation">
              <Allocation portfolio={portfolio} />
            </Card>
          </div>
          <Card title="Holdings">
            <HoldingsTable assets={portfolio.assets} />
          </Card>
        </>
      )}
    </QueryState>
  </div>
)
