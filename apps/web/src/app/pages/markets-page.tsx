import { useAssets } from '../../api/assets'
import { PageHeading } from '../../components/ui/page-heading'
import { QueryState } from '../../components/ui/query-state'
import { SourceMark } from '../../components/ui/source-mark'
import { MarketBrowser } from '../../features/markets/market-browser'

export const MarketsPage = () => {
  const assets = useAssets()
  const status = assets.data?.assets[0]?.price_status
  return (
    <div className="grid gap-4">
      <PageHeading title="Markets">
        {status === undefined ? null : <SourceMark status={assets.isError ? 'delayed' : status} />}
      </PageHeading>
      <QueryState query={assets} lines={12}>
        {(page) => <MarketBrowser assets={page.assets} />}
      </QueryState>
    </div>
  )
}
