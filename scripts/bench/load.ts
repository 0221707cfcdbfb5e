export type Timed = {
  readonly perSecond: number
  /** Ascending. */
  readonly latenciesMs: readonly number[]
}

/** Keeps `width` calls going for `durationMs` and measures each. */
export const inFlight = async (
  width: number,
  durationMs: number,
  act: () => Promise<void>,
): Promise<Timed> => {
  const latenciesMs: number[] = []
  const started = performance.now()
  const work = async (): Promise<void> => {
    while (performance.now() - started < durationMs) {
      const begun = performance.now()
      await act()
      latenciesMs.push(performance.now() - begun)
    }
  }
  await Promise.all(Array.from({ length: width }, work))
  const seconds = (performance.now() - started) / 1_000
  return {
    perSecond: latenciesMs.length / seconds,
    latenciesMs: latenciesMs.toSorted((a, b) => a - b),
  }
}

/** Makes `slices` times `size` calls, `width` at once, and returns the rate of each slice in calls a second. */
export const ratesOfSlices = async (
  width: number,
  { slices, size }: { readonly slices: number; readonly size: number },
  act: () => Promise<void>,
): Promise<readonly number[]> => {
  const rates: number[] = []
  let done = 0
  let sliceBegan = performance.now()
  let left = slices * size
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1
      await act()
      done += 1
      if (done % size !== 0) continue
      const now = performance.now()
      rates.push((size * 1_000) / (now - sliceBegan))
      sliceBegan = now
    }
  }
  await Promise.all(Array.from({ length: width }, work))
  return rates
}

export const percentile = (ascending: readonly number[], percent: number): number =>
  ascending[Math.min(ascending.length - 1, Math.floor((ascending.length * percent) / 100))] ?? 0

export const median = (values: readonly number[]): number =>
  percentile(
    values.toSorted((a, b) => a - b),
    50,
  )
