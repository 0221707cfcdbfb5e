import type { ValuePoint } from '@cnop/contracts/portfolio-history'
import { useEffect, useRef } from 'react'

import { drawValueChart, showValues, type Drawn } from './value-drawing'

type ValueChartProps = {
  readonly points: readonly ValuePoint[]
  /** What the chart shows, for those who cannot see it. */
  readonly label: string
}

/** A curve of the value; a broken line of what was paid in. */
export const ValueChart = ({ points, label }: ValueChartProps) => {
  const container = useRef<HTMLDivElement>(null)
  const drawn = useRef<Drawn>(undefined)
  useEffect(() => {
    if (container.current === null) return undefined
    const made = drawValueChart(container.current)
    drawn.current = made
    return () => {
      drawn.current = undefined
      made.remove()
    }
  }, [])
  useEffect(() => {
    if (drawn.current !== undefined) showValues(drawn.current, points)
  }, [points])
  return (
    <div
      ref={container}
      data-chart
      role="img"
      aria-label={label}
      className="time-axis h-56 w-full sm:h-72"
    />
  )
}
