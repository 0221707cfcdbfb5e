import type { Portfolio } from '@cnop/contracts/portfolio'
import { usePrefetchQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import { Link } from 'react-router-dom'

import { useAssets } from '../../api/assets'
import { portfolioQuery, usePortfolio } from '../../api/portfolio'
import { historyQuery } from '../../api/portfolio-history'
import { ButtonLink } from '../../components/ui/button'
import { Card } from '../../components/ui/card'
import { Empty } from '../../components/ui/empty'
import { PageHeading } from '../../components/ui/page-heading'
import { QueryState } from '../../components/ui/query-state'
import { PageSkeleton } from '../../components/ui/skeleton'
import { SourceMark } from '../../components/ui/source-mark'
import { MoveCashForm } from '../../features/account/move-cash-form'
import { TransactionsTable } from '../../features/account/transactions-table'
import { DayChange } from '../../features/history/day-change'
import { FIRST_RANGE, ValueHistory } from '../../features/history/value-history'
import { MoversCard } from '../../features/markets/movers-card'
import { OrdersTable } from '../../features/orders/orders-table'
import { Allocation } from '../../features/portfolio/allocation'
import { HoldingsTable } from '../../features/portfolio/holdings-table'
import { PortfolioTotals } from '../../features/portfolio/portfolio-totals'
import { isPositive } from '../../lib/format'
import { paths } from '../../lib/paths'

const LATEST = 6
const LARGEST = 10
/** Lines of grey that fill a screen. */
const SCREENFUL = 24

export const DashboardPage = () => {
  // Both at once and before anything is drawn. Nearly everyone has a history.
  usePrefetchQuery(portfolioQuery)
  usePrefetchQuery(historyQuery(FIRST_RANGE))
  return (
    <div className="grid grid-cols-1 gap-4">
      <PageHeading title="Dashboard">
        <div className="flex gap-2">
          <ButtonLink to={paths.account} look="secondary">
            Deposit
          </ButtonLink>
          <ButtonLink to={paths.markets}>Trade</ButtonLink>
        </div>
      </PageHeading>
      <QueryState query={usePortfolio()} lines={SCREENFUL}>
        {(portfolio) => (isNew(portfolio) ? <FirstSteps /> : <Overview portfolio={portfolio} />)}
      </QueryState>
    </div>
  )
}

const isNew = ({ total_portfolio_value, asset_count }: Portfolio): boolean =>
  asset_count === 0 && !isPositive(total_portfolio_value)

const FirstSteps = () => (
  <div className="grid grid-cols-1 gap-4">
    <p className="text-muted">
      Your account is open. Deposit some simulated money to make your first trade.
    </p>
    <div className="max-w-md">
      <MoveCashForm move="deposit" suggestions={['1000', '5000', '10000']} />
    </div>
    <div className="max-w-3xl">
      <MarketOfToday />
    </div>
  </div>
)

/** Something to buy. */
const MarketOfToday = () => {
  const assets = useAssets()
  const status = assets.data?.assets[0]?.price_status
  const mark = status && <SourceMark status={status} />
  return <MoversCard query={assets} mark={mark} />
}

const Overview = ({ portfolio }: { readonly portfolio: Portfolio }) => {
  // Drawn a little at a time, so that the browser can answer meanwhile to who scrolls already.
  const goesOn = useDeferredValue(true, false)
  return (
    <>
      <PortfolioTotals portfolio={portfolio} dayChange={<DayChange portfolio={portfolio} />} />
      {goesOn ? <Parts portfolio={portfolio} /> : <PageSkeleton />}
    </>
  )
}

const Parts = ({ portfolio }: { readonly portfolio: Portfolio }) => (
  <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-[3fr_2fr]">
    <div className="grid grid-cols-1 gap-4">
      <ValueHistory />
      <Card
        title={portfolio.assets.length > LARGEST ? 'Largest holdings' : 'Holdings'}
        action={<More to={paths.portfolio} label={holdingsName(portfolio)} />}
      >
        <HoldingsTable assets={portfolio.assets.slice(0, LARGEST)} />
      </Card>
    </div>
    <div data-in-turn className="grid grid-cols-1 gap-4">
      <Card title="Allocation">
        <Allocation portfolio={portfolio} />
      </Card>
      <Card title="Open orders" action={<More to={paths.orders} label="All orders" />}>
        <OrdersTable filter={OPEN} latest={LATEST} none={<NoOpenOrders />} />
      </Card>
      <Card title="Recent activity" action={<More to={paths.account} label="All activity" />}>
        <TransactionsTable latest={LATEST} />
      </Card>
    </div>
  </div>
)

const holdingsName = ({ assets }: Portfolio): string =>
  assets.length > LARGEST ? `All ${assets.length} holdings` : 'Portfolio'

const OPEN = { status: 'queued' } as const

const NoOpenOrders = () => <Empty>No order waits for its price.</Empty>

const More = ({ to, label }: { readonly to: string; readonly label: string }) => (
  <Link to={to} className="text-sm font-medium text-accent print:hidden">
    {label}
  </Link>
)
