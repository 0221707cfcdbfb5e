import type { Asset } from '@cnop/contracts/inventory'
import { memo } from 'react'
import { Link } from 'react-router-dom'

import { Change } from '../../components/ui/change'
import { Sparkline } from '../../components/ui/sparkline'
import { Cell, HeadCell, Table, linkedRow, rowLink } from '../../components/ui/table'
import { formatCompactUsd, formatPercent, formatPrice } from '../../lib/format'
import { paths } from '../../lib/paths'
import type { AssetColumn, AssetOrder } from './select-assets'
import { SortButton } from './sort-button'
import { WatchStar } from './watch-star'

type AssetTableProps = {
  readonly assets: readonly Asset[]
  /** With a star before each, to keep an eye on it. */
  readonly starred?: boolean
  /** Without one the table cannot be sorted. */
  readonly sorting?: { readonly order: AssetOrder; readonly onOrder: (order: AssetOrder) => void }
}

const COLUMNS: readonly {
  readonly column: AssetColumn
  readonly label: string
  readonly wide?: boolean
}[] = [
  { column: 'name', label: 'Asset' },
  { column: 'price', label: 'Price' },
  { column: 'change_24h', label: '24 h' },
  { column: 'volume_24h', label: 'Volume 24 h', wide: true },
  { column: 'market_cap', label: 'Market cap', wide: true },
]

export const AssetTable = ({ assets, sorting, starred = false }: AssetTableProps) => (
  <Table label="Assets and their prices">
    <thead>
      <tr>
        {COLUMNS.map(({ column, label, wide = false }) => (
          <HeadCell
            key={column}
            number={column !== 'name'}
            wide={wide}
            sort={sorting && (sorting.order.column === column ? sorting.order.direction : 'none')}
          >
            {sorting === undefined ? (
              label
            ) : (
              <SortButton column={column} label={label} {...sorting} />
            )}
          </HeadCell>
        ))}
        <HeadCell number wide>
          Last 24 hours
        </HeadCell>
      </tr>
    </thead>
    <tbody>
      {assets.map((asset) => (
        <AssetRow key={asset.asset_id} asset={asset} starred={starred} />
      ))}
    </tbody>
  </Table>
)

type AssetRowProps = { readonly asset: Asset; readonly starred: boolean }

/** Drawn again only when its own price has changed: prices come many times a second. */
const AssetRow = memo(({ asset, starred }: AssetRowProps) => (
  <tr className={linkedRow}>
    <Cell>
      {starred ? (
        <span className="mr-1 -ml-1.5 inline-block align-middle">
          <WatchStar assetId={asset.asset_id} symbol={asset.symbol} />
        </span>
      ) : null}
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
      {formatPrice(asset.price_usd)}
      <Sparkline prices={asset.sparkline} className="mt-1 ml-auto block h-4 w-16 @2xl:hidden" />
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
      <Sparkline prices={asset.sparkline} className="ml-auto block h-7 w-24" />
    </Cell>
  </tr>
))
AssetRow.displayName = 'AssetRow'
