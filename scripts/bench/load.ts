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

export const percentile = (ascending: readonly number[], percent: number): number =>
  ascending[Math.min(ascending.length - 1, Math.floor((ascending.length * percent) / 100))] ?? 0

export const median = (values: readonly number[]): number =>
  percentile(
    values.toSorted((a, b) => a - b),
    50,
  )
