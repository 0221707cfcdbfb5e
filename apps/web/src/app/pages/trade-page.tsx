import type { Asset } from '@cnop/contracts/inventory'
import type { Portfolio } from '@cnop/contracts/portfolio'
import { minus } from '@cnop/money/scaled'
import { parseCash, parsePrice, parseQuantity } from '@cnop/money/text'
import { useParams } from 'react-router-dom'

import { useAsset } from '../../api/assets'
import { usePortfolio } from '../../api/portfolio'
import { ButtonLink } from '../../components/ui/button'
import { Card } from '../../components/ui/card'
import { Empty } from '../../components/ui/empty'
import { Notice } from '../../components/ui/notice'
import { PageHeading } from '../../components/ui/page-heading'
import { QueryState } from '../../components/ui/query-state'
import { AssetHeader } from '../../features/trade/asset-header'
import type { Means } from '../../features/trade/estimate'
import { LatestTrades } from '../../features/trade/latest-trades'
import { OrderTicket } from '../../features/trade/order-ticket'
import { paths } from '../../lib/paths'

export const TradePage = () => {
  const { assetId = '' } = useParams()
  const { asset, query } = useAsset(assetId)
  return (
    <QueryState query={query} lines={10}>
      {() => (asset === undefined ? <NoSuchAsset assetId={assetId} /> : <Trade asset={asset} />)}
    </QueryState>
  )
}

const Trade = ({ asset }: { readonly asset: Asset }) => (
  <div className="grid gap-5">
    <PageHeading title={`${asset.name} (${asset.symbol})`} />
    <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[1fr_22rem]">
      <AssetHeader asset={asset} />
      <div className="lg:col-start-2 lg:row-span-2 lg:row-start-1">
        {asset.is_active ? (
          <Ticket asset={asset} />
        ) : (
          <Notice tone="warning">Trading in {asset.symbol} is halted.</Notice>
        )}
      </div>
      <LatestTrades assetId={asset.asset_id} />
    </div>
  </div>
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
  return (
    <OrderTicket
      key={asset.asset_id}
      assetId={asset.asset_id}
      means={meansOf(asset, portfolio.data)}
    />
  )
}

const meansOf = (asset: Asset, portfolio: Portfolio): Means => {
  const holding = portfolio.assets.find(({ asset_id }) => asset_id === asset.asset_id)
  return {
    price: parsePrice(asset.price_usd),
    cashAvailable: minus(parseCash(portfolio.usd_balance), parseCash(portfolio.usd_held)),
    quantityAvailable: minus(
      parseQuantity(holding?.quantity ?? '0'),
      parseQuantity(holding?.held ?? '0'),
    ),
  }
}

const NoSuchAsset = ({ assetId }: { readonly assetId: string }) => (
  <Card>
    <Empty>
      <h1 className="text-base font-semibold text-ink">There is no asset {assetId}.</h1>
      <ButtonLink to={paths.markets} look="secondary">
        Browse the markets
      </ButtonLink>
    </Empty>
  </Card>
)
