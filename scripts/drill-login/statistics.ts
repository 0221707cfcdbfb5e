export const medianOf = (values: readonly number[]): number => quantileOf(values, 0.5)

export const quantileOf = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

/** Standard deviations beyond which chance is no explanation: about one in ten thousand. */
const SIGNIFICANT = 3.9

/**
 * The test of Mann and Whitney: `chance` is how often a value of `b` is above one of `a`, ties counted
 * half; `told` when that is too far from one half for chance.
 */
export const tellsApart = (a: readonly number[], b: readonly number[]) => {
  let above = 0
  for (const x of a) for (const y of b) above += y > x ? 1 : Number(y === x) / 2
  const pairs = a.length * b.length
  const deviation = Math.sqrt((pairs * (a.length + b.length + 1)) / 12)
  return {
    chance: above / pairs,
    told: Math.abs(above - pairs / 2) / deviation > SIGNIFICANT,
  }
}
