import type { ValuePoint } from '#src/domain/history/value-point'

/**
 * Keeps what accounts were worth at the end of each day. Points are by the moment the day ended; putting
 * one again changes nothing.
 */
export type KeptDays = {
  readonly latest: (username: string, beforeMs: number) => Promise<ValuePoint | undefined>
  readonly between: (username: string, fromMs: number, toMs: number) => Promise<ValuePoint[]>
  readonly keep: (username: string, points: readonly ValuePoint[]) => Promise<void>
}
