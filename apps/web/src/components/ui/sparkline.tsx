import { dayCurve } from '../../lib/day-curve'
import { isNegative, isPositive } from '../../lib/format'

const WIDTH = 100
const HEIGHT = 30

/** Points of a curve through the values, oldest first, filling the box. */
const points = (values: readonly number[]): string => {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const span = high - low || 1
  const step = WIDTH / Math.max(1, values.length - 1)
  return values
    .map((value, index) => {
      const y = HEIGHT - 1 - ((value - low) / span) * (HEIGHT - 2)
      return `${(index * step).toFixed(1)},${y.toFixed(1)}`
    })
    .join(' ')
}

/** The last day's prices at a glance, in the colour of the change over it. The figures beside it say the same to those who cannot see it. */
export const Sparkline = ({
  prices,
  change,
  className,
}: {
  readonly prices: readonly string[]
  /** Over all of it, in percent. */
  readonly change: string
  readonly className: string
}) => {
  if (prices.length < 2) return null
  let look = 'text-muted'
  if (isPositive(change)) look = 'text-up'
  if (isNegative(change)) look = 'text-down'
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      className={`${look} ${className}`}
    >
      <polyline
        points={points(dayCurve(prices, change))}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  )
}
