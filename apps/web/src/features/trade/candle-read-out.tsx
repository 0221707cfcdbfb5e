import { formatDateTime, formatPrice } from '../../lib/format'
import type { ChartCandle } from './chart-candles'

const PRICE_PLACES = 12

/** A price that was drawn, as text. */
export const drawnPrice = (price: number): string =>
  formatPrice(Math.max(price, 0).toFixed(PRICE_PLACES))

/** The figures of one candle. The table below the chart says the same to those who cannot see it. */
export const CandleReadOut = ({ candle }: { readonly candle: ChartCandle }) => (
  <dl aria-hidden="true" className="flex min-h-9 flex-wrap gap-x-3 text-xs sm:min-h-5">
    <dt className="sr-only">Begins</dt>
    <dd className="text-muted">{formatDateTime(new Date(candle.time * 1_000).toISOString())}</dd>
    <Reading name="O" price={candle.open} />
    <Reading name="H" price={candle.high} />
    <Reading name="L" price={candle.low} />
    <Reading name="C" price={candle.close} />
  </dl>
)

const Reading = ({ name, price }: { readonly name: string; readonly price: number }) => (
  <div className="flex gap-1">
    <dt className="text-muted">{name}</dt>
    <dd>{drawnPrice(price)}</dd>
  </div>
)
