import type { Asset } from '@cnop/contracts/inventory'

import { HeadCell, Table } from '../../components/ui/table'
import { ASSET_COLUMNS, SPARKLINE_LABEL } from './asset-columns'
import { AssetRow } from './asset-row'

/** A few assets in the order given. */
export const AssetTable = ({ assets }: { readonly assets: readonly Asset[] }) => (
  <Table label="Assets and their prices">
    <thead>
      <tr>
        {ASSET_COLUMNS.map(({ column, label, wide = false }) => (
          <HeadCell key={column} number={column !== 'name'} wide={wide}>
            {label}
          </HeadCell>
        ))}
        <HeadCell number wide>
          {SPARKLINE_LABEL}
        </HeadCell>
      </tr>
    </thead>
    <tbody>
      {assets.map((asset) => (
        <AssetRow key={asset.asset_id} asset={asset} />
      ))}
    </tbody>
  </Table>
)
