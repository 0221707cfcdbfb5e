import type { AdmissionStore } from '#src/admission/admission'
import type { LocalStore } from '#src/admission/memory-store'

/** After a failure the shared store is left alone this long, so that its time-outs do not slow every request. */
const PAUSE_MS = 1_000

type FallbackOptions = {
  readonly now: () => number
  /** Told when the shared store stops and starts answering. */
  readonly onChange: (state: 'shared' | 'local', cause?: unknown) => void
}

/**
 * The shared store while it answers, the local one while it does not: limits then hold per gateway
 * rather than over all, never not at all, and no request fails for it. Ended sessions are kept in both
 * and told again when the shared store is back, so that no log-out is lost in an outage or a flush.
 */
export const fallbackStore = (
  shared: AdmissionStore,
  local: LocalStore,
  { now, onChange }: FallbackOptions,
): AdmissionStore => {
  let pausedUntil = 0
  let state: 'shared' | 'local' = 'shared'

  const become = (next: 'shared' | 'local', cause?: unknown): void => {
    if (next === 'local') pausedUntil = now() + PAUSE_MS
    if (next === state) return
    state = next
    onChange(next, cause)
  }

  const tellEndedSessions = async (): Promise<void> => {
    await Promise.all(
      local
        .endedSessions()
        .map(({ sessionId, ttlSeconds }) => shared.endSession(sessionId, ttlSeconds)),
    )
  }

  return {
    async admit(request) {
      if (now() < pausedUntil) return await local.admit(request)
      try {
        const admission = await shared.admit(request)
        if (state === 'local') await tellEndedSessions()
        become('shared')
        const { sessionId } = request
        const endedHere = sessionId !== undefined && local.hasEnded(sessionId)
        return endedHere ? { ...admission, sessionEnded: true } : admission
      } catch (cause) {
        become('local', cause)
        return await local.admit(request)
      }
    },

    async endSession(sessionId, ttlSeconds) {
      await local.endSession(sessionId, ttlSeconds)
      try {
        await shared.endSession(sessionId, ttlSeconds)
      } catch (cause) {
        become('local', cause)
      }
    },
  }
}
