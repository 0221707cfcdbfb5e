import type { Asset } from '@cnop/contracts/inventory'
import { memo, type ComponentType, type Ref } from 'react'
import { Link } from 'react-router-dom'

import { Change } from '../../components/ui/change'
import { Sparkline } from '../../components/ui/sparkline'
import { Cell, linkedRow, rowLink } from '../../components/ui/table'
import { formatCompactUsd, formatPercent, formatPrice } from '../../lib/format'
import { paths } from '../../lib/paths'

type AssetRowProps = {
  readonly asset: Asset
  /** Before the name, a star to keep an eye on it. */
  readonly star?: ComponentType<{ readonly assetId: string; readonly symbol: string }>
  /** Its place among all assets, where only some of them are drawn. */
  readonly index?: number
  readonly ref?: Ref<HTMLTableRowElement>
}

/** Rows count from one, and the head is the first. */
const FIRST_ROW = 2

/** Drawn again only when its own price has changed: prices come many times a second. */
export const AssetRow = memo(({ asset, star: Star, index, ref }: AssetRowProps) => (
  <tr
    ref={ref}
    aria-rowindex={index === undefined ? undefined : index + FIRST_ROW}
    data-index={index}
    data-asset={asset.asset_id}
    className={linkedRow}
  >
    <Cell>
      {Star === undefined ? null : (
        <span className="mr-1 -ml-1.5 inline-block align-middle">
          <Star assetId={asset.asset_id} symbol={asset.symbol} />
        </span>
      )}
      <Link
        to={paths.trade(asset.asset_id)}
        className={`inline-flex max-w-20 flex-col align-middle @2xl:max-w-40 @2xl:flex-row @4xl:max-w-none @2xl:items-baseline @2xl:gap-2 ${rowLink}`}
      >
        <span className="font-semibold">{asset.symbol}</span>
        <span className="truncate text-muted">{asset.name}</span>
      </Link>
      {asset.is_active ? null : <span className="ml-2 text-xs text-warn">Halted</span>}
    </Cell>
    <Cell number>
      <span data-price>{formatPrice(asset.price_usd)}</span>
      <Sparkline
        prices={asset.sparkline}
        change={asset.change_24h}
        className="mt-1 ml-auto block h-4 w-16 @2xl:hidden"
      />
    </Cell>
    <Cell number>
      <Change value={asset.change_24h} text={formatPercent(asset.change_24h)} />
    </Cell>
    <Cell number wide>
      {formatCompactUsd(asset.volume_24h)}
    </Cell>
    <Cell number wide>
      {formatCompactUsd(asset.market_cap)}
    </Cell>
    <Cell wide>
      <Sparkline
        prices={asset.sparkline}
        change={asset.change_24h}
        className="ml-auto block h-7 w-24"
      />
    </Cell>
  </tr>
))
AssetRow.displayName = 'AssetRow'
