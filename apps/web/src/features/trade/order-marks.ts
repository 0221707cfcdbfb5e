import { INTERVAL_MS, type Candle, type CandleInterval } from '@cnop/contracts/candles'
import type { Order } from '@cnop/contracts/orders'
import { LineStyle, createSeriesMarkers, type ISeriesApi } from 'lightweight-charts'

import { formatQuantity } from '../../lib/format'
import { shortQuantity } from '../../lib/short-quantity'
import { themeColours } from '../../lib/theme-colours'
import { chartTime } from '../../lib/time-chart'

type Shown = {
  readonly candles: readonly Candle[]
  readonly interval: CandleInterval
  readonly orders: readonly Order[]
}

/** Draws own orders: a line for one that waits, an arrow for one that filled. Answers how to take them away. */
export const showOrders = (
  series: ISeriesApi<'Candlestick'>,
  container: HTMLElement,
  shown: Shown,
): (() => void) => {
  const colours = themeColours(container)
  const colourOf = (order: Order) => (isBuy(order) ? colours.up : colours.down)
  const lines = shown.orders
    .filter(({ status, price }) => status === 'queued' && price !== null)
    .map((order) =>
      series.createPriceLine({
        price: Number.parseFloat(order.price ?? '0'),
        color: colourOf(order),
        lineWidth: 1,
        lineStyle: LineStyle.Dashed,
        title: nameOf(order),
      }),
    )
  const markers = createSeriesMarkers(
    series,
    tradesOf(shown).map(({ order, time }) => ({
      time: chartTime(time),
      position: isBuy(order) ? 'belowBar' : 'aboveBar',
      shape: isBuy(order) ? 'arrowUp' : 'arrowDown',
      color: colourOf(order),
      // Short, as the newest mark is at the edge of the chart.
      text: sideOf(order),
    })),
  )
  return () => {
    markers.detach()
    for (const line of lines) series.removePriceLine(line)
  }
}

const isBuy = ({ order_type }: Order): boolean => order_type.endsWith('buy')

const sideOf = (order: Order): string => (isBuy(order) ? 'Buy' : 'Sell')

const nameOf = (order: Order): string =>
  `${sideOf(order)} ${formatQuantity(shortQuantity(order.quantity))}`

/** Filled orders at the candle they filled in, oldest first; those before the first candle are out of sight. */
const tradesOf = ({ candles, interval, orders }: Shown): { order: Order; time: number }[] => {
  const begin = Date.parse(candles.at(0)?.time ?? '') / 1_000
  const seconds = INTERVAL_MS[interval] / 1_000
  return orders
    .flatMap((order) =>
      order.completed_at === null
        ? []
        : [{ order, time: Math.floor(Date.parse(order.completed_at) / 1_000 / seconds) * seconds }],
    )
    .filter(({ order, time }) => order.status === 'completed' && time >= begin)
    .toSorted((a, b) => a.time - b.time)
}
