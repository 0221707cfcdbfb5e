import { useAssetTrades } from '../../api/asset-trades'
import { saveTrades } from '../../api/downloads'
import { Card } from '../../components/ui/card'
import { DownloadButton } from '../../components/ui/download-button'
import { Empty } from '../../components/ui/empty'
import { Quantity } from '../../components/ui/quantity'
import { QueryState } from '../../components/ui/query-state'
import { Cell, HeadCell, NarrowLine, Table } from '../../components/ui/table'
import { exactPrice } from '../../lib/exact-price'
import { formatDateTime, formatUsd } from '../../lib/format'

/** Your own last trades of the asset. */
export const LatestTrades = ({ assetId }: { readonly assetId: string }) => (
  <Card
    title="Your latest trades"
    action={<DownloadButton what={`trades of ${assetId}`} save={() => saveTrades(assetId)} />}
  >
    <QueryState query={useAssetTrades(assetId)} lines={3}>
      {(trades) =>
        trades.length === 0 ? (
          <Empty>You have not traded {assetId} yet.</Empty>
        ) : (
          <Table label={`Your latest trades of ${assetId}`}>
            <thead>
              <tr>
                <HeadCell wide>Time</HeadCell>
                <HeadCell>Side</HeadCell>
                <HeadCell number>Quantity</HeadCell>
                <HeadCell number wide>
                  Price
                </HeadCell>
                <HeadCell number>Total</HeadCell>
              </tr>
            </thead>
            <tbody>
              {trades.map((trade) => (
                <tr key={trade.order_id}>
                  <Cell wide>{formatDateTime(trade.timestamp)}</Cell>
                  <Cell>
                    {trade.transaction_type === 'buy' ? 'Buy' : 'Sell'}
                    <NarrowLine>{formatDateTime(trade.timestamp)}</NarrowLine>
                  </Cell>
                  <Cell number>
                    <Quantity value={trade.quantity} />
                  </Cell>
                  <Cell number wide>
                    {exactPrice(trade.price)}
                  </Cell>
                  <Cell number>{formatUsd(trade.total_amount)}</Cell>
                </tr>
              ))}
            </tbody>
          </Table>
        )
      }
    </QueryState>
  </Card>
)
