import { ApiProblem } from './problem.ts'

/** Several tabs that start at once are all served within a few turns. */
const MAX_TURNS = 6
const USUAL_PAUSE_SECONDS = 1

/**
 * Asks, and again after the time the platform names while too many requests of the same user are being answered:
 * nothing was done then. The pause is up to half longer, by chance, so that they do not all come back together.
 */
export const inTurn = async <Result>(
  signal: AbortSignal | undefined,
  ask: () => Promise<Result>,
): Promise<Result> => {
  for (let turn = 1; ; turn += 1)
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.code !== 'TOO_MANY_AT_ONCE') throw error
      if (turn === MAX_TURNS) throw error
      const seconds = error.retryAfterSeconds ?? USUAL_PAUSE_SECONDS
      await pause(seconds * 1_000 * (1 + Math.random() / 2), signal)
    }
}

const pause = async (ms: number, signal: AbortSignal | undefined): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ms)
  signal?.addEventListener('abort', () => resolve(), { once: true })
  await promise
  clearTimeout(timer)
  signal?.throwIfAborted()
}
