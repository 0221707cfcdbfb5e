import type { Candle } from '@cnop/contracts/candles'
import { CandlestickSeries, type ISeriesApi } from 'lightweight-charts'

import { chartTime, drawTimeChart, type TimeChart } from '../../lib/time-chart'
import { drawnPrice } from './candle-read-out'
import { chartCandle, type ChartCandle } from './chart-candles'

export type Drawn = { readonly chart: TimeChart; readonly series: ISeriesApi<'Candlestick'> }

const PRICE_PLACES = 12
const FEWEST_CANDLES_IN_SIGHT = 60

export const drawChart = (container: HTMLElement): Drawn & { readonly remove: () => void } =>
  drawTimeChart(container, {
    addSeries: (chart) =>
      chart.addSeries(CandlestickSeries, {
        priceFormat: {
          type: 'custom',
          minMove: 10 ** -PRICE_PLACES,
          formatter: drawnPrice,
        },
      }),
    paint: (series, { up, down, surface, forced }) =>
      series.applyOptions({
        // Hollow when it rose, filled when it fell.
        upColor: forced ? surface : up,
        downColor: down,
        borderVisible: forced,
        borderUpColor: up,
        borderDownColor: down,
        wickUpColor: up,
        wickDownColor: down,
      }),
  })

const ROOM_AFTER = 5

/** Other candles begin at the newest ones; the same ones brought up to date stay where they were moved to. */
export const showCandles = ({ chart, series }: Drawn, candles: readonly Candle[]): void => {
  const before = series.data().at(0)?.time
  const data = candles.map((candle) => atTime(chartCandle(candle)))
  series.setData(data)
  const step = data.length > 1 ? Number(data[1]?.time) - Number(data[0]?.time) : 0
  const moved = before === undefined ? Infinity : Math.abs(Number(data[0]?.time) - Number(before))
  if (moved > step * 2)
    chart.timeScale().setVisibleLogicalRange({
      from: data.length - Math.max(FEWEST_CANDLES_IN_SIGHT, chart.timeScale().width() / 8),
      // Room for the time below the last one.
      to: data.length + ROOM_AFTER,
    })
}

export const atTime = ({ time, ...prices }: ChartCandle) => ({ time: chartTime(time), ...prices })

/** Tells of the candle the pointer is over, by when it begins in Unix time, and of none when it leaves. */
export const followPointer = (
  { chart }: Drawn,
  onCandle: (time: number | undefined) => void,
): void =>
  chart.subscribeCrosshairMove(({ time }) =>
    onCandle(time === undefined ? undefined : Number(time)),
  )
