const WIDTH = 100
const HEIGHT = 30

/** Points of a curve through the prices, oldest first, filling the box. Only a picture: floats will do. */
const points = (prices: readonly string[]): string => {
  const values = prices.map((price) => Number.parseFloat(price))
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

/** The last day's prices at a glance. The figures beside it say the same to those who cannot see it. */
export const Sparkline = ({
  prices,
  className,
}: {
  readonly prices: readonly string[]
  readonly className: string
}) => {
  if (prices.length < 2) return null
  const curve = points(prices)
  const [first = '0', last = '0'] = [prices.at(0), prices.at(-1)]
  const look = Number.parseFloat(last) >= Number.parseFloat(first) ? 'text-up' : 'text-down'
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      className={`${look} ${className}`}
    >
      <polyline
        points={curve}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  )
}
