import { ApiProblem } from '@cnop/client/problem'
import type { Asset } from '@cnop/contracts/inventory'
import { useParams } from 'react-router-dom'

import { useAsset } from '../../api/assets'
import { usePortfolio } from '../../api/portfolio'
import { ButtonLink } from '../../components/ui/button'
import { Card } from '../../components/ui/card'
import { Empty } from '../../components/ui/empty'
import { Notice } from '../../components/ui/notice'
import { PageHeading } from '../../components/ui/page-heading'
import { QueryState } from '../../components/ui/query-state'
import { WatchStar } from '../../features/markets/watch-star'
import { OrdersTable } from '../../features/orders/orders-table'
import { AssetHeader } from '../../features/trade/asset-header'
import { LatestTrades } from '../../features/trade/latest-trades'
import { meansOf } from '../../features/trade/means-of'
import { OrderTicket } from '../../features/trade/order-ticket'
import { YourHolding } from '../../features/trade/your-holding'
import { paths } from '../../lib/paths'

const MOST_OPEN = 20

export const TradePage = () => {
  const { assetId = '' } = useParams()
  const query = useAsset(assetId)
  if (query.data === undefined && isUnknown(query.error)) return <NoSuchAsset assetId={assetId} />
  return (
    <QueryState query={query} lines={10}>
      {(asset) => <Trade key={asset.asset_id} asset={asset} />}
    </QueryState>
  )
}

const isUnknown = (error: unknown): boolean =>
  error instanceof ApiProblem &&
  (error.code === 'ASSET_NOT_FOUND' || error.code === 'VALIDATION_FAILED')

const Trade = ({ asset }: { readonly asset: Asset }) => (
  <div className="grid gap-4">
    <PageHeading title={`${asset.name} (${asset.symbol})`}>
      <WatchStar assetId={asset.asset_id} symbol={asset.symbol} />
    </PageHeading>
    {asset.is_active ? null : (
      <Notice tone="warning">
        Trading in {asset.symbol} is halted. Orders that wait stay waiting, and you can cancel them.
        When trading goes on, so does this page.
      </Notice>
    )}
    <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-[1fr_22rem] lg:grid-rows-[auto_1fr]">
      <AssetHeader asset={asset} />
      <div className="lg:sticky lg:top-4 lg:col-start-2 lg:row-span-2 lg:row-start-1">
        <Ticket asset={asset} />
      </div>
      <div className="grid grid-cols-1 gap-4">
        <Card title="Your holding">
          <QueryState query={usePortfolio()} lines={1}>
            {({ assets }) => (
              <YourHolding
                symbol={asset.symbol}
                price={asset.price_usd}
                holding={assets.find(({ asset_id }) => asset_id === asset.asset_id)}
              />
            )}
          </QueryState>
        </Card>
        <Card title="Open orders">
          <OpenOrders assetId={asset.asset_id} />
        </Card>
        <LatestTrades assetId={asset.asset_id} />
      </div>
    </div>
  </div>
)

const OpenOrders = ({ assetId }: { readonly assetId: string }) => (
  <OrdersTable
    filter={{ status: 'queued', asset_id: assetId }}
    latest={MOST_OPEN}
    none={<Empty>No order for {assetId} waits for its price.</Empty>}
  />
)

const Ticket = ({ asset }: { readonly asset: Asset }) => {
  const portfolio = usePortfolio()
  if (portfolio.data === undefined)
    return (
      <Card title="Order">
        <QueryState query={portfolio} lines={6}>
          {() => null}
        </QueryState>
      </Card>
    )
  return <OrderTicket asset={asset} means={meansOf(asset, portfolio.data)} />
}

const NoSuchAsset = ({ assetId }: { readonly assetId: string }) => (
  <Card>
    <Empty>
      <PageHeading title={`There is no asset ${assetId}`} />
      <ButtonLink to={paths.markets} look="secondary">
        Browse the markets
      </ButtonLink>
    </Empty>
  </Card>
)
