import {
  TickMarkType,
  createChart,
  type IChartApi,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts'
import { z } from 'zod'

import { formatDateTime } from './format'
import { onThemeChange } from './theme'
import { themeColours, type ThemeColours } from './theme-colours'

/**
 * An empty chart over time in the colours of the theme, which it follows until it is removed. `paint`
 * colours what the caller draws in it.
 */
export const drawTimeChart = <Series>(
  container: HTMLElement,
  {
    addSeries,
    paint,
  }: {
    readonly addSeries: (chart: IChartApi) => Series
    readonly paint: (series: Series, colours: ThemeColours) => void
  },
): { readonly chart: IChartApi; readonly series: Series; readonly remove: () => void } => {
  const chart = createChart(container, {
    autoSize: true,
    // Its logo brings a style of its own, which the content policy forbids; the link is below the chart.
    layout: { attributionLogo: false, fontFamily: getComputedStyle(container).fontFamily },
    timeScale: {
      timeVisible: true,
      secondsVisible: false,
      borderVisible: false,
      allowBoldLabels: false,
      rightOffset: 2,
      tickMarkFormatter: (time: Time, kind: TickMarkType) => tickText(momentOf(time), kind),
    },
    localization: { timeFormatter: (time: Time) => formatDateTime(momentOf(time).toISOString()) },
    rightPriceScale: { borderVisible: false, entireTextOnly: true },
    handleScroll: { vertTouchDrag: false },
  })
  const series = addSeries(chart)
  const colour = (): void => {
    const colours = themeColours(container)
    chart.applyOptions({
      layout: { background: { color: colours.surface }, textColor: colours.muted },
      grid: { vertLines: { color: colours.line }, horzLines: { color: colours.line } },
    })
    paint(series, colours)
  }
  colour()
  const stopListening = onThemeChange(colour)
  return {
    chart,
    series,
    remove: () => {
      stopListening()
      chart.remove()
    },
  }
}

const momentOf = (time: Time): Date => new Date(Number(time) * 1_000)

const year = new Intl.DateTimeFormat(undefined, { year: 'numeric' })
const month = new Intl.DateTimeFormat(undefined, { month: 'short' })
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })
const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' })

/** `11 AM`, which is cut off at the edge of a chart less often than `11:00 AM`. */
const fullHour = clock.resolvedOptions().hour12
  ? new Intl.DateTimeFormat(undefined, { hour: 'numeric' })
  : clock

/** In the reader's own time zone and language; the chart by itself knows UTC alone. */
const tickText = (moment: Date, kind: TickMarkType): string => {
  if (kind === TickMarkType.Year) return year.format(moment)
  if (kind === TickMarkType.Month) return month.format(moment)
  if (kind === TickMarkType.DayOfMonth) return day.format(moment)
  return (moment.getMinutes() === 0 ? fullHour : clock).format(moment)
}

const ChartTime = z.custom<UTCTimestamp>((value) => Number.isSafeInteger(value))

/** Unix time in whole seconds, as the chart names it. */
export const chartTime = (seconds: number): UTCTimestamp => ChartTime.parse(seconds)
