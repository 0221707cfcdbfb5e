import type { Asset } from '@cnop/contracts/inventory'
import { Fragment, type ComponentProps } from 'react'

import { HeadCell, Table } from '../../components/ui/table'
import { ASSET_COLUMNS, SPARKLINE_LABEL } from './asset-columns'
import { AssetRow } from './asset-row'
import type { AssetOrder } from './select-assets'
import { SortButton } from './sort-button'
import { useRowsInView } from './use-rows-in-view'
import { WatchStar } from './watch-star'

type MarketTableProps = {
  readonly assets: readonly Asset[]
  readonly order: AssetOrder
  readonly onOrder: (order: AssetOrder) => void
  /** For the element that holds the rows. */
  readonly holder: ComponentProps<'tbody'>
}

/** All assets, to sort and to watch. Of its many rows those are drawn that are in view or near it. */
export const MarketTable = ({ assets, order, onOrder, holder }: MarketTableProps) => {
  const { body, rows, spaceAfter, measure } = useRowsInView(assets)
  return (
    <Table label="Assets and their prices" rowCount={assets.length + 1}>
      <thead>
        <tr aria-rowindex={1}>
          {ASSET_COLUMNS.map(({ column, label, wide = false }) => (
            <HeadCell
              key={column}
              number={column !== 'name'}
              wide={wide}
              sort={order.column === column ? order.direction : 'none'}
            >
              <SortButton column={column} label={label} order={order} onOrder={onOrder} />
            </HeadCell>
          ))}
          <HeadCell number wide>
            {SPARKLINE_LABEL}
          </HeadCell>
        </tr>
      </thead>
      <tbody ref={body} {...holder}>
        {rows.map(({ asset, index, spaceBefore }) => (
          <Fragment key={asset.asset_id}>
            <Space height={spaceBefore} />
            <AssetRow ref={measure} asset={asset} star={WatchStar} index={index} />
          </Fragment>
        ))}
        <Space height={spaceAfter} />
      </tbody>
    </Table>
  )
}

/**
 * Where rows would be that are not drawn. The browser must not hold on to it: when rows are drawn in its
 * place it is elsewhere, and the view would go with it.
 */
const Space = ({ height }: { readonly height: number }) =>
  height === 0 ? null : <tr aria-hidden="true" style={{ height, overflowAnchor: 'none' }} />
