import type { PortfolioAsset } from '@cnop/contracts/portfolio'
import { Link } from 'react-router-dom'

import { ButtonLink } from '../../components/ui/button'
import { Change } from '../../components/ui/change'
import { Empty } from '../../components/ui/empty'
import { Cell, HeadCell, NarrowLine, Table, linkedRow, rowLink } from '../../components/ui/table'
import { formatGain, formatPrice, formatQuantity, formatUsd, shortQuantity } from '../../lib/format'
import { paths } from '../../lib/paths'

const UNKNOWN = '—'

export const HoldingsTable = ({ assets }: { readonly assets: readonly PortfolioAsset[] }) => {
  if (assets.length === 0)
    return (
      <Empty>
        <p>You hold nothing yet.</p>
        <ButtonLink to={paths.markets} look="secondary">
          Browse the markets
        </ButtonLink>
      </Empty>
    )
  return (
    <Table label="Your holdings">
      <thead>
        <tr>
          <HeadCell>Asset</HeadCell>
          <HeadCell number wide>
            Quantity
          </HeadCell>
          <HeadCell number wide>
            Average cost
          </HeadCell>
          <HeadCell number wide>
            Price
          </HeadCell>
          <HeadCell number>Value</HeadCell>
          <HeadCell number>Unrealized</HeadCell>
          <HeadCell number widest>
            Share
          </HeadCell>
        </tr>
      </thead>
      <tbody>
        {assets.map((asset) => (
          <HoldingRow key={asset.asset_id} asset={asset} />
        ))}
      </tbody>
    </Table>
  )
}

const HoldingRow = ({ asset }: { readonly asset: PortfolioAsset }) => (
  <tr className={linkedRow}>
    <Cell>
      <Link to={paths.trade(asset.asset_id)} className={`font-semibold ${rowLink}`}>
        {asset.asset_id}
      </Link>
      <NarrowLine>{formatQuantity(shortQuantity(asset.quantity))}</NarrowLine>
    </Cell>
    <Cell number wide>
      {formatQuantity(asset.quantity)}
    </Cell>
    <Cell number wide>
      {formatPrice(asset.average_cost)}
    </Cell>
    <Cell number wide>
      {asset.current_price === null ? UNKNOWN : formatPrice(asset.current_price)}
    </Cell>
    <Cell number>{asset.market_value === null ? UNKNOWN : formatUsd(asset.market_value)}</Cell>
    <Cell number>
      {asset.unrealized_pnl === null ? (
        UNKNOWN
      ) : (
        <Change value={asset.unrealized_pnl} text={formatGain(asset.unrealized_pnl)} />
      )}
    </Cell>
    <Cell number widest>
      {asset.percentage === null ? UNKNOWN : `${asset.percentage} %`}
    </Cell>
  </tr>
)
