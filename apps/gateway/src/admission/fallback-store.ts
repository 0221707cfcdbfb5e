import {
  WINDOW_MS,
  type AccessChange,
  type Admission,
  type AdmissionStore,
} from '#src/admission/admission'
import type { LocalStore } from '#src/admission/memory-store'
import type { SharedStore } from '#src/admission/redis-store'

/** After a failure the shared store is left alone this long, so that its time-outs do not slow every request. */
const PAUSE_MS = 1_000

type FallbackOptions = {
  readonly now: () => number
  /** Told when the shared store stops and starts answering. */
  readonly onChange: (state: 'shared' | 'local', cause?: unknown) => void
}

/**
 * The shared store while it answers, the local one while it does not: limits then hold per gateway
 * rather than over all, never not at all, and no request fails for it. Every request is counted locally all
 * along, so that a store that is lost for a moment, or by a gateway that lags itself, gives nobody a second
 * budget; until the window of the last such moment is over, the higher of both counts holds, as the shared
 * store has missed what was counted here alone. Changes of access are kept in both
 * and told again when the shared store is back, so that no log-out is lost in an outage or a flush. Where
 * the shared store has a word, it holds: another gateway may have made it since.
 */
export const fallbackStore = (
  shared: SharedStore,
  local: LocalStore,
  { now, onChange }: FallbackOptions,
): AdmissionStore => {
  let pausedUntil = 0
  let state: 'shared' | 'local' = 'shared'
  /** Until then a local count may hold requests that the shared one has missed. */
  let countedAloneUntil = 0
  const untold = new Map<string, AccessChange>()

  const become = (next: 'shared' | 'local', cause?: unknown): void => {
    pausedUntil = next === 'local' ? now() + PAUSE_MS : 0
    if (next === state) return
    state = next
    onChange(next, cause)
  }

  const tellAgain = async (): Promise<void> => {
    await Promise.all(
      local
        .changes()
        .map((change) =>
          untold.has(change.subject) ? shared.changeAccess(change) : shared.remind(change),
        ),
    )
    untold.clear()
  }

  const alone = (counted: Admission): Admission => {
    countedAloneUntil = now() + WINDOW_MS
    return counted
  }

  return {
    async admit(request) {
      const counted = local.count(request)
      if (now() < pausedUntil) return alone(counted)
      // One request finds out whether the store is back; the others do not wait for it.
      if (state === 'local') pausedUntil = now() + PAUSE_MS
      try {
        const admission = await shared.admit(request)
        if (state === 'local') await tellAgain()
        become('shared')
        const access = request.subjects.map(
          (subject, index) => admission.access[index] ?? local.accessOf(subject),
        )
        const missed = now() < countedAloneUntil && counted.count > admission.count
        const { count, resetMs } = missed ? counted : admission
        return { count, resetMs, shared: true, access }
      } catch (cause) {
        become('local', cause)
        return alone(counted)
      }
    },

    async changeAccess(change) {
      await local.changeAccess(change)
      try {
        await shared.changeAccess(change)
      } catch (cause) {
        untold.set(change.subject, change)
        become('local', cause)
      }
    },
  }
}
