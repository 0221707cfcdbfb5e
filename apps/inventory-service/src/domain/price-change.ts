import { divideNearest } from '@cnop/money/rounding'
import type { Price } from '@cnop/money/scaled'

/** The change from one price to another in basis points (hundredths of a percent), to the nearest. */
export const changeInBasisPoints = (from: Price, to: Price): bigint =>
  divideNearest((to - from) * 10_000n, from)
