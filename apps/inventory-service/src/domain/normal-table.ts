/** 2^14 quantiles of the standard normal distribution, ascending: one for each value of 14 random bits. */
const BITS = 14
const COUNT = 2 ** BITS
/** Of the integration of the density. */
const STEP = 1e-4
const DENSITY_AT_ZERO = 1 / Math.sqrt(2 * Math.PI)

/** The upper half: where the integral of the density from zero reaches the middle of each quantile's share. */
const upperQuantiles = (): Float64Array => {
  const quantiles = new Float64Array(COUNT / 2)
  let [area, z, found] = [0, 0, 0]
  while (found < quantiles.length) {
    const middle = z + STEP / 2
    const slice = DENSITY_AT_ZERO * Math.exp((-middle * middle) / 2) * STEP
    for (
      let wanted = (found + 0.5) / COUNT;
      wanted <= area + slice;
      wanted = (found + 0.5) / COUNT
    ) {
      quantiles[found] = z + ((wanted - area) / slice) * STEP
      found += 1
      if (found === quantiles.length) break
    }
    area += slice
    z += STEP
  }
  return quantiles
}

const symmetric = (upper: Float64Array): Float64Array => {
  // Quantiles leave the far tails out; this gives back the variance of 1.
  const scale = 1 / Math.sqrt(upper.reduce((sum, z) => sum + z * z, 0) / upper.length)
  const table = new Float64Array(COUNT)
  for (const [index, z] of upper.entries()) {
    table[COUNT / 2 + index] = z * scale
    table[COUNT / 2 - 1 - index] = -z * scale
  }
  return table
}

const TABLE = symmetric(upperQuantiles())

/** A number of the standard normal distribution for 32 random bits. */
export const normalOf = (bits: number): number => TABLE[bits >>> (32 - BITS)] ?? 0
