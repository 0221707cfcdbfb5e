import type { Candle } from '@cnop/contracts/candles'
import {
  CandlestickSeries,
  TickMarkType,
  createChart,
  type IChartApi,
  type ISeriesApi,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts'
import { z } from 'zod'

import { formatDateTime, formatPrice } from '../../lib/format'
import { onThemeChange } from '../../lib/theme'
import { themeColours } from '../../lib/theme-colours'
import { chartCandle, type ChartCandle } from './chart-candles'

export type Drawn = { readonly chart: IChartApi; readonly series: ISeriesApi<'Candlestick'> }

const PRICE_PLACES = 12
const FEWEST_CANDLES_IN_SIGHT = 60

/** An empty chart in the colours of the theme, which it follows until it is removed. */
export const drawChart = (
  container: HTMLElement,
): { readonly drawn: Drawn; readonly remove: () => void } => {
  const chart = createChart(container, {
    autoSize: true,
    // Its logo brings a style of its own, which the content policy forbids; the link is below the chart.
    layout: { attributionLogo: false, fontFamily: getComputedStyle(container).fontFamily },
    timeScale: {
      timeVisible: true,
      secondsVisible: false,
      borderVisible: false,
      rightOffset: 2,
      tickMarkFormatter: (time: Time, kind: TickMarkType) => tickText(momentOf(time), kind),
    },
    localization: { timeFormatter: (time: Time) => formatDateTime(momentOf(time).toISOString()) },
    rightPriceScale: { borderVisible: false, entireTextOnly: true },
    handleScroll: { vertTouchDrag: false },
  })
  const series = chart.addSeries(CandlestickSeries, {
    borderVisible: false,
    priceFormat: {
      type: 'custom',
      minMove: 10 ** -PRICE_PLACES,
      formatter: (price: number) => formatPrice(Math.max(price, 0).toFixed(PRICE_PLACES)),
    },
  })
  const paint = () => colour({ chart, series }, container)
  paint()
  const stopListening = onThemeChange(paint)
  return {
    drawn: { chart, series },
    remove: () => {
      stopListening()
      chart.remove()
    },
  }
}

const colour = ({ chart, series }: Drawn, container: HTMLElement): void => {
  const { surface, line, muted, up, down } = themeColours(container)
  chart.applyOptions({
    layout: { background: { color: surface }, textColor: muted },
    grid: { vertLines: { color: line }, horzLines: { color: line } },
  })
  series.applyOptions({ upColor: up, downColor: down, wickUpColor: up, wickDownColor: down })
}

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
      to: data.length + 2,
    })
}

const momentOf = (time: Time): Date => new Date(Number(time) * 1_000)

const year = new Intl.DateTimeFormat(undefined, { year: 'numeric' })
const month = new Intl.DateTimeFormat(undefined, { month: 'short' })
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })
const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' })

/** In the reader's own time zone and language; the chart by itself knows UTC alone. */
const tickText = (moment: Date, kind: TickMarkType): string => {
  if (kind === TickMarkType.Year) return year.format(moment)
  if (kind === TickMarkType.Month) return month.format(moment)
  return (kind === TickMarkType.DayOfMonth ? day : clock).format(moment)
}

/** Seconds, as the chart names them. */
const ChartTime = z.custom<UTCTimestamp>((value) => Number.isSafeInteger(value))

export const atTime = ({ time, ...prices }: ChartCandle) => ({
  time: ChartTime.parse(time),
  ...prices,
})
