import type { PortfolioAsset } from '@cnop/contracts/portfolio'
import { Link } from 'react-router-dom'

import { ButtonLink } from '../../components/ui/button'
import { Change } from '../../components/ui/change'
import { Empty } from '../../components/ui/empty'
import { Cell, HeadCell, NarrowLine, Table, linkedRow, rowLink } from '../../components/ui/table'
import { formatGain, formatPrice, formatQuantity, formatShare, formatUsd } from '../../lib/format'
import { paths } from '../../lib/paths'
import { shortQuantity } from '../../lib/short-quantity'

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
          <HeadCell>
            Asset
            <span className="@2xl:hidden"> · Share</span>
            <NarrowLine>Quantity</NarrowLine>
          </HeadCell>
          <HeadCell number wide>
            Quantity
          </HeadCell>
          <HeadCell number wide>
            Average cost
          </HeadCell>
          <HeadCell number wide>
            Price
          </HeadCell>
          <HeadCell number>
            Value
            <NarrowLine>Price</NarrowLine>
          </HeadCell>
          <HeadCell number>
            Unrealized
            <NarrowLine>Average cost</NarrowLine>
          </HeadCell>
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

const priceOf = ({ current_price }: PortfolioAsset): string =>
  current_price === null ? UNKNOWN : formatPrice(current_price)

const shareOf = ({ percentage }: PortfolioAsset): string =>
  percentage === null ? UNKNOWN : formatShare(percentage)

const HoldingRow = ({ asset }: { readonly asset: PortfolioAsset }) => (
  <tr className={linkedRow}>
    <Cell>
      <Link to={paths.trade(asset.asset_id)} className={`font-semibold ${rowLink}`}>
        {asset.asset_id}
      </Link>
      <span className="ml-1 text-[0.6875rem] text-muted @2xl:hidden">{shareOf(asset)}</span>
      <NarrowLine>{formatQuantity(shortQuantity(asset.quantity))}</NarrowLine>
    </Cell>
    <Cell number wide>
      {formatQuantity(asset.quantity)}
    </Cell>
    <Cell number wide>
      {formatPrice(asset.average_cost)}
    </Cell>
    <Cell number wide>
      {priceOf(asset)}
    </Cell>
    <Cell number>
      {asset.market_value === null ? UNKNOWN : formatUsd(asset.market_value)}
      <NarrowLine>{priceOf(asset)}</NarrowLine>
    </Cell>
    <Cell number>
      {asset.unrealized_pnl === null ? (
        UNKNOWN
      ) : (
        <Change value={asset.unrealized_pnl} text={formatGain(asset.unrealized_pnl)} />
      )}
      <NarrowLine>{formatPrice(asset.average_cost)}</NarrowLine>
    </Cell>
    <Cell number widest>
      {shareOf(asset)}
    </Cell>
  </tr>
)
