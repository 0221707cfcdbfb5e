import type { ValuePoint } from '@cnop/contracts/portfolio-history'

import { Cell, HeadCell, Table } from '../../components/ui/table'
import { formatDateTime, formatUsd } from '../../lib/format'

/** The points of the curve, newest first. */
export const HistoryRows = ({ points }: { readonly points: readonly ValuePoint[] }) => (
  <Table label="Value over time">
    <thead>
      <tr>
        <HeadCell>Time</HeadCell>
        <HeadCell number>Value</HeadCell>
        <HeadCell number wide>
          Cash
        </HeadCell>
        <HeadCell number wide>
          Assets
        </HeadCell>
        <HeadCell number>Paid in</HeadCell>
      </tr>
    </thead>
    <tbody>
      {points.toReversed().map((point) => (
        <tr key={point.time}>
          <Cell>{formatDateTime(point.time)}</Cell>
          <Cell number>{formatUsd(point.value)}</Cell>
          <Cell number wide>
            {formatUsd(point.cash)}
          </Cell>
          <Cell number wide>
            {formatUsd(point.asset_value)}
          </Cell>
          <Cell number>{formatUsd(point.paid_in)}</Cell>
        </tr>
      ))}
    </tbody>
  </Table>
)
