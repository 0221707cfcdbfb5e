import type { Asset } from '@cnop/contracts/inventory'

import { Card } from '../../components/ui/card'
import { Change } from '../../components/ui/change'
import { Figure, Figures } from '../../components/ui/figure'
import { SourceMark } from '../../components/ui/source-mark'
import { categoryName } from '../../lib/category-name'
import { formatCompactUsd, formatPercent, formatPrice, formatTime } from '../../lib/format'
import { PriceChart } from './price-chart'

/** The asset's price, where it comes from and how its day has been. */
export const AssetHeader = ({ asset }: { readonly asset: Asset }) => (
  <Card>
    <div className="grid gap-4 p-4">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-2">
        <span data-price className="text-3xl font-semibold tracking-tight">
          {formatPrice(asset.price_usd)}
        </span>
        <Change value={asset.change_24h} text={`${formatPercent(asset.change_24h)} in 24 h`} />
        <span className="flex items-center gap-2 text-xs text-muted">
          <SourceMark status={asset.price_status} /> at {formatTime(asset.price_updated_at)}
        </span>
      </div>
    </div>
    <PriceChart asset={asset} />
    <div className="border-t border-line">
      <Figures>
        <Figure label="High 24 h">{formatPrice(asset.high_24h)}</Figure>
        <Figure label="Low 24 h">{formatPrice(asset.low_24h)}</Figure>
        <Figure label="Volume 24 h">{formatCompactUsd(asset.volume_24h)}</Figure>
        <Figure label="Market cap">{formatCompactUsd(asset.market_cap)}</Figure>
        <Figure label="Category">{categoryName(asset.category)}</Figure>
      </Figures>
      <p className="border-t border-line px-4 py-3 text-sm text-muted">{asset.description}</p>
    </div>
  </Card>
)
