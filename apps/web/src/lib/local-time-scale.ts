import {
  defaultHorzScaleBehavior,
  type IHorzScaleBehavior,
  type TickMark,
  type TickMarkWeightValue,
  type Time,
} from 'lightweight-charts'
import { z } from 'zod'

import { DAY, MONTH, YEAR, tickWeights } from './tick-weight'

const Weight = z.custom<TickMarkWeightValue>((value) => Number.isSafeInteger(value))

type Points = Parameters<IHorzScaleBehavior<Time>['fillWeightsForPoints']>[0]

/** An axis whose labels begin days, months and years where the reader is, and say so in their language. */
export class LocalTimeScale extends defaultHorzScaleBehavior() {
  override fillWeightsForPoints(points: Points, startIndex: number): void {
    // The point before the first changed one is weighed too, so that the changed ones have one before them.
    const from = Math.max(0, startIndex - 1)
    const changed = points.slice(from)
    const weights = tickWeights(changed.map(({ originalTime }) => Number(originalTime) * 1_000))
    for (const [index, point] of changed.entries())
      if (from + index >= startIndex) point.timeWeight = Weight.parse(weights[index])
  }

  override formatTickmark({ originalTime, weight }: TickMark): string {
    return tickText(new Date(Number(originalTime) * 1_000), weight)
  }
}

const year = new Intl.DateTimeFormat(undefined, { year: 'numeric' })
const month = new Intl.DateTimeFormat(undefined, { month: 'short' })
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })
const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' })

/** `11 AM`, which is cut off at the edge of a chart less often than `11:00 AM`. */
const fullHour = clock.resolvedOptions().hour12
  ? new Intl.DateTimeFormat(undefined, { hour: 'numeric' })
  : clock

const tickText = (moment: Date, weight: number): string => {
  if (weight >= YEAR) return year.format(moment)
  if (weight >= MONTH) return month.format(moment)
  if (weight >= DAY) return day.format(moment)
  return (moment.getMinutes() === 0 ? fullHour : clock).format(moment)
}
