const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** The weights of lightweight-charts: the heavier a time is, the sooner the axis labels it. */
export const YEAR = 70
export const MONTH = 60
export const DAY = 50
const CLOCK = [
  [12 * HOUR, 33],
  [6 * HOUR, 32],
  [3 * HOUR, 31],
  [HOUR, 30],
  [30 * MINUTE, 22],
  [5 * MINUTE, 21],
  [MINUTE, 20],
] as const
const SECOND = 10

/**
 * The weight of a time on the axis, from the greatest unit in which it differs from the time before it, in
 * the reader's time zone; by itself the chart compares in UTC. Both in milliseconds of Unix time.
 */
const tickWeight = (time: number, before: number): number => {
  const [now, then] = [new Date(time), new Date(before)]
  if (now.getFullYear() !== then.getFullYear()) return YEAR
  if (now.getMonth() !== then.getMonth()) return MONTH
  if (now.getDate() !== then.getDate()) return DAY
  const [clock, clockBefore] = [clockOf(now), clockOf(then)]
  const crossed = CLOCK.find(
    ([unit]) => Math.floor(clock / unit) !== Math.floor(clockBefore / unit),
  )
  return crossed?.[1] ?? SECOND
}

/** What a clock on the wall shows, in milliseconds since midnight. */
const clockOf = (date: Date): number =>
  date.getHours() * HOUR +
  date.getMinutes() * MINUTE +
  date.getSeconds() * 1_000 +
  date.getMilliseconds()

/** The weights of times in order; the first is weighed as if one at the usual distance were before it. */
export const tickWeights = (times: readonly number[]): number[] => {
  const [first = 0] = times
  const distance = ((times.at(-1) ?? first) - first) / Math.max(1, times.length - 1)
  return times.map((time, index) => tickWeight(time, times[index - 1] ?? time - distance))
}
