import { useEffect, useState } from 'react'

import type { ShownPreview } from '../../api/preview-order'

const TICK_MS = 250

type QuoteClockProps = {
  readonly preview: ShownPreview | undefined
  readonly shownAt: number
}

/** How long the price is firm before the next one takes its place. Not read out: that would never end. */
export const QuoteClock = ({ preview, shownAt }: QuoteClockProps) => {
  const now = useNow()
  if (preview === undefined || preview.quote_id === null) return null
  const whole = preview.renewInMs
  const left = Math.max(0, shownAt + whole - now)
  return (
    <div className="grid gap-1 text-xs text-muted">
      <p>
        This price is firm
        <span aria-hidden="true"> for {Math.ceil(left / 1_000)} s</span>; then it is renewed.
      </p>
      <div
        aria-hidden="true"
        className="h-1 overflow-hidden rounded-full bg-raised forced-colors:h-2 forced-colors:border"
      >
        <div
          className="h-full origin-left bg-accent forced-color-adjust-none forced-colors:bg-[Highlight]"
          style={{ transform: `scaleX(${left / whole})` }}
        />
      </div>
    </div>
  )
}

const useNow = (): number => {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  return now
}
