/** Integer division with the rounding named at the call. Divisors are positive. */

/** Towards minus infinity. */
export const divideDown = (dividend: bigint, divisor: bigint): bigint => {
  const quotient = dividend / divisor
  return dividend < 0n && quotient * divisor !== dividend ? quotient - 1n : quotient
}

/** Towards plus infinity. */
export const divideUp = (dividend: bigint, divisor: bigint): bigint =>
  -divideDown(-dividend, divisor)

/** To the nearest, a tie to the even neighbour: the rule for figures that are shown and never owed. */
export const divideNearest = (dividend: bigint, divisor: bigint): bigint => {
  const down = divideDown(dividend, divisor)
  const twice = 2n * (dividend - down * divisor)
  if (twice > divisor || (twice === divisor && down % 2n !== 0n)) return down + 1n
  return down
}
