import type { Candle } from '@cnop/contracts/candles'

import { Cell, HeadCell, Table } from '../../components/ui/table'
import { formatCompactUsd, formatDateTime, formatPrice } from '../../lib/format'

const LATEST = 50

/** The latest candles in figures, newest first. */
export const CandleRows = ({ candles }: { readonly candles: readonly Candle[] }) => (
  <Table label={`The latest ${LATEST} candles`}>
    <thead>
      <tr>
        <HeadCell>Begins</HeadCell>
        <HeadCell number wide>
          Open
        </HeadCell>
        <HeadCell number>High</HeadCell>
        <HeadCell number>Low</HeadCell>
        <HeadCell number>Close</HeadCell>
        <HeadCell number wide>
          Volume
        </HeadCell>
      </tr>
    </thead>
    <tbody>
      {candles
        .slice(-LATEST)
        .toReversed()
        .map((candle) => (
          <tr key={candle.time}>
            <Cell>{formatDateTime(candle.time)}</Cell>
            <Cell number wide>
              {formatPrice(candle.open)}
            </Cell>
            <Cell number>{formatPrice(candle.high)}</Cell>
            <Cell number>{formatPrice(candle.low)}</Cell>
            <Cell number>{formatPrice(candle.close)}</Cell>
            <Cell number wide>
              {candle.volume === null ? '–' : formatCompactUsd(candle.volume)}
            </Cell>
          </tr>
        ))}
    </tbody>
  </Table>
)
