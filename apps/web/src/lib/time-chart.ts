import { createChartEx, type IChartApiBase, type Time, type UTCTimestamp } from 'lightweight-charts'
import { z } from 'zod'

import { formatDateTime } from './format'
import { LocalTimeScale } from './local-time-scale'
import { isPagePrinting, onPrinting } from './printing'
import { onThemeChange } from './theme'
import { themeColours, type ThemeColours } from './theme-colours'

export type TimeChart = IChartApiBase

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
    readonly addSeries: (chart: TimeChart) => Series
    readonly paint: (series: Series, colours: ThemeColours) => void
  },
): { readonly chart: TimeChart; readonly series: Series; readonly remove: () => void } => {
  const chart = createChartEx<Time, LocalTimeScale>(container, new LocalTimeScale(), {
    autoSize: true,
    // Its logo brings a style of its own, which the content policy forbids; the link is below the chart.
    layout: { attributionLogo: false, fontFamily: getComputedStyle(container).fontFamily },
    timeScale: {
      timeVisible: true,
      secondsVisible: false,
      borderVisible: false,
      allowBoldLabels: false,
      rightOffset: 2,
    },
    localization: {
      dateFormat: 'yyyy-MM-dd',
      timeFormatter: (time: Time) => formatDateTime(momentOf(time).toISOString()),
    },
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
  const stopPrinting = printPicture(container, chart, colour)
  return {
    chart,
    series,
    remove: () => {
      stopListening()
      stopPrinting()
      chart.remove()
    },
  }
}

/** Puts a picture of a chart into its container while the page is printed: a canvas does not fit the sheet. */
const printPicture = (
  container: HTMLElement,
  chart: TimeChart,
  colour: () => void,
): (() => void) => {
  let picture: HTMLCanvasElement | undefined
  return onPrinting(() => {
    picture?.remove()
    colour()
    if (!isPagePrinting()) return
    picture = chart.takeScreenshot()
    picture.dataset['printPicture'] = ''
    container.append(picture)
  })
}

const momentOf = (time: Time): Date => new Date(Number(time) * 1_000)

const ChartTime = z.custom<UTCTimestamp>((value) => Number.isSafeInteger(value))

/** Unix time in whole seconds, as the chart names it. */
export const chartTime = (seconds: number): UTCTimestamp => ChartTime.parse(seconds)
