import { divideNearest } from '@cnop/money/rounding'
import type { Price } from '@cnop/money/scaled'

/** The change from one price to another in basis points (hundredths of a percent), to the nearest. */
export const changeInBasisPoints = (from: Price, to: Price): bigint =>
  divideNearest((to - from) * 10_000n, from)

/** Basis points as a percentage: `-125n` becomes `"-1.25"`. */
export const printPercent = (basisPoints: bigint): string => {
  const digits = (basisPoints < 0n ? -basisPoints : basisPoints).toString().padStart(3, '0')
  return `${basisPoints < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
