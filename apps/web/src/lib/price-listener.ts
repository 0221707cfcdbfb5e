import { HEARTBEAT_MS } from '@cnop/contracts/heartbeat'
import type { StreamedPrice } from '@cnop/contracts/market-stream'

/** Ids of the assets whose prices are wanted, or `ALL` instead of them. */
export type Wanted = readonly string[]

export const ALL = '*'

export type PriceListener = {
  readonly onPrices: (prices: readonly StreamedPrice[]) => void
  /** The stream is alive, with or without a change. */
  readonly onSign: () => void
  /** The stream broke off or fell silent. It is opened again by itself. */
  readonly onLoss: () => void
}

/** One heartbeat may be late, but not by half of the next. */
export const MAX_SILENCE_MS = 1.5 * HEARTBEAT_MS
