import type { ValuePoint } from '@cnop/contracts/portfolio-history'
import { AreaSeries, LineSeries, LineStyle, type ISeriesApi } from 'lightweight-charts'

import { formatUsd } from '../../lib/format'
import { chartTime, drawTimeChart, type TimeChart } from '../../lib/time-chart'

type ValueSeries = { readonly value: ISeriesApi<'Area'>; readonly paidIn: ISeriesApi<'Line'> }

export type Drawn = { readonly chart: TimeChart; readonly series: ValueSeries }

const FAINT = '2e'
const GONE = '00'
/** Left free before the curve, and twice that after it, as a part of it: a date stands in the middle below its point. */
const ROOM = 0.06

/** An empty chart of a value and, as a broken line, of what was paid in for it. */
export const drawValueChart = (container: HTMLElement): Drawn & { readonly remove: () => void } =>
  drawTimeChart(container, {
    addSeries: (chart) => ({
      value: chart.addSeries(AreaSeries, { lineWidth: 2, priceFormat, priceLineVisible: false }),
      paidIn: chart.addSeries(LineSeries, {
        lineWidth: 1,
        lineStyle: LineStyle.Dashed,
        priceFormat,
        priceLineVisible: false,
        lastValueVisible: false,
        crosshairMarkerVisible: false,
      }),
    }),
    paint: ({ value, paidIn }, { accent, muted }) => {
      value.applyOptions({
        lineColor: accent,
        topColor: withAlpha(accent, FAINT),
        bottomColor: withAlpha(accent, GONE),
      })
      paidIn.applyOptions({ color: muted })
    },
  })

const priceFormat = {
  type: 'custom',
  minMove: 0.01,
  formatter: (dollars: number) => formatUsd(dollars.toFixed(2)),
} as const

/** `rgb(29, 78, 216)` as `#1d4ed82e`. */
const withAlpha = (rgb: string, alpha: string): string => {
  const channels = rgb.match(/\d+/g) ?? []
  const digits = channels
    .slice(0, 3)
    .map((channel) => Number(channel).toString(16).padStart(2, '0'))
  return `#${digits.join('')}${alpha}`
}

/** Only a picture: floats will do. */
export const showValues = ({ chart, series }: Drawn, points: readonly ValuePoint[]): void => {
  const line = (amountOf: (point: ValuePoint) => string) =>
    points.map((point) => ({
      time: chartTime(Math.floor(Date.parse(point.time) / 1_000)),
      value: Number.parseFloat(amountOf(point)),
    }))
  series.value.setData(line(({ value }) => value))
  series.paidIn.setData(line(({ paid_in }) => paid_in))
  const room = points.length * ROOM
  chart.timeScale().setVisibleLogicalRange({ from: -room, to: points.length - 1 + 2 * room })
}
