import type { Candle, CandleInterval } from '@cnop/contracts/candles'
import type { Order } from '@cnop/contracts/orders'
import { useEffect, useMemo, useRef, useState } from 'react'

import { atTime, drawChart, followPointer, showCandles, type Drawn } from './candle-drawing'
import { CandleReadOut } from './candle-read-out'
import { chartCandle, formingCandle, type ChartCandle, type PriceNow } from './chart-candles'
import { showOrders } from './order-marks'

type CandleChartProps = {
  readonly candles: readonly Candle[]
  readonly interval: CandleInterval
  readonly now: PriceNow
  /** Own orders of the asset, to be drawn on it. */
  readonly orders: readonly Order[]
  /** What the chart shows, for those who cannot see it. */
  readonly label: string
}

/** Candles that can be moved and zoomed, with the figures of the one under the pointer; the last follows the price. */
export const CandleChart = ({ candles, interval, now, orders, label }: CandleChartProps) => {
  const container = useRef<HTMLDivElement>(null)
  const drawn = useRef<Drawn>(undefined)
  const shown = useRef<readonly Candle[]>(undefined)
  const last = useRef<ChartCandle>(undefined)
  const [under, setUnder] = useState<number>()
  const [newest, setNewest] = useState<ChartCandle>()
  const past = useMemo(() => candles.map(chartCandle), [candles])
  const read =
    past.findLast(({ time }) => time === under && time !== newest?.time) ?? newest ?? past.at(-1)

  useEffect(() => {
    if (container.current === null) return undefined
    const made = drawChart(container.current)
    drawn.current = made
    followPointer(made, setUnder)
    return () => {
      drawn.current = undefined
      shown.current = undefined
      made.remove()
    }
  }, [])

  useEffect(() => {
    if (drawn.current === undefined) return
    if (shown.current !== candles) {
      showCandles(drawn.current, candles)
      last.current = past.at(-1)
      shown.current = candles
    }
    if (last.current === undefined) return
    const forming = formingCandle(last.current, interval, now)
    setNewest(forming ?? last.current)
    if (forming === undefined) return
    last.current = forming
    drawn.current.series.update(atTime(forming))
  }, [candles, past, interval, now])

  useEffect(() => {
    if (drawn.current === undefined || container.current === null) return undefined
    const takeAway = showOrders(drawn.current.series, container.current, {
      candles,
      interval,
      orders,
    })
    return () => {
      // With the chart gone they are gone too.
      if (drawn.current !== undefined) takeAway()
    }
  }, [candles, interval, orders])

  return (
    <>
      {read === undefined ? null : <CandleReadOut candle={read} />}
      <div
        ref={container}
        data-chart
        role="img"
        aria-label={label}
        className="time-axis h-64 w-full sm:h-80 min-[110rem]:h-[30rem]"
      />
    </>
  )
}
