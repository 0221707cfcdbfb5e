import type { Candle } from '#src/domain/candle'
import { higher, lower } from '#src/domain/day-of-prices'

/** Lengths that are kept; five minutes are made of single ones. */
export type StoredInterval = '1m' | '1h' | '1d'

/** A candle of the real market as it is kept. */
export type StoredCandle = Pick<Candle, 'startMs' | 'open' | 'high' | 'low' | 'close'>

export type CandleOf = { readonly assetId: string; readonly candle: StoredCandle }

/** Where candles of the real market are kept. */
export type CandleStore = {
  /** Those that begin from `fromMs` on and before `toMs`, oldest first. */
  read(
    assetId: string,
    interval: StoredInterval,
    span: { readonly fromMs: number; readonly toMs: number },
  ): Promise<readonly StoredCandle[]>
  /** One that is there already is replaced. */
  write(interval: StoredInterval, candles: readonly CandleOf[]): Promise<void>
}

/** One candle of several, oldest first, that begins at `startMs`; `undefined` of none. */
export const mergeCandles = (
  startMs: number,
  candles: readonly StoredCandle[],
): StoredCandle | undefined => {
  const [first, last] = [candles.at(0), candles.at(-1)]
  if (first === undefined || last === undefined) return undefined
  return {
    startMs,
    open: first.open,
    high: candles.map(({ high }) => high).reduce(higher),
    low: candles.map(({ low }) => low).reduce(lower),
    close: last.close,
  }
}

/** Candles in intervals of `lengthMs`, by when each begins; oldest first. */
export const regroup = (
  candles: readonly StoredCandle[],
  lengthMs: number,
): ReadonlyMap<number, StoredCandle> => {
  const groups = Map.groupBy(candles, ({ startMs }) => Math.floor(startMs / lengthMs) * lengthMs)
  return new Map(
    [...groups].flatMap(([startMs, group]) => {
      const merged = mergeCandles(startMs, group)
      return merged === undefined ? [] : [[startMs, merged]]
    }),
  )
}
