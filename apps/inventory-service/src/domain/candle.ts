import type { CandleInterval, CandleState, PriceBasis } from '@cnop/contracts/candles'
import type { PriceSource } from '@cnop/contracts/inventory'
import type { Cash, Price } from '@cnop/money/scaled'

import type { CatalogueAsset } from '#src/domain/catalogue'

/** How a price moved in one interval. */
export type Candle = {
  /** When the interval begins, Unix time in milliseconds. */
  readonly startMs: number
  readonly open: Price
  readonly high: Price
  readonly low: Price
  readonly close: Price
  /** Dollars traded; not known of the real market, whose polls tell no volume of an interval. */
  readonly volume: Cash | undefined
  readonly source: PriceSource
  readonly state: CandleState
}

/** The price at the end of an interval, or of now. */
export type Close = Pick<Candle, 'startMs' | 'close' | 'source' | 'state'>

/** Intervals in a row, none of which begins after `nowMs`. */
export type CandleRange = {
  readonly interval: CandleInterval
  /** When each begins, oldest first, Unix time in milliseconds. */
  readonly starts: readonly number[]
  /** The moment of the question, a whole second. */
  readonly nowMs: number
}

/** A price of one moment, and the length of the candle it was taken from. */
export type PastPrice = Pick<Close, 'close' | 'source'> & { readonly basis: PriceBasis }

/** Where past prices come from. Every interval of the range is answered, in order. */
export type CandleHistory = {
  candles(asset: CatalogueAsset, range: CandleRange): Promise<readonly Candle[]>
  closes(asset: CatalogueAsset, range: CandleRange): Promise<readonly Close[]>
  /** The close of the last minute that ended by `atMs`, or of a longer interval where no minute was recorded. */
  priceAt(asset: CatalogueAsset, atMs: number, nowMs: number): Promise<PastPrice>
}
