import type { Endpoint } from '@cnop/contracts/endpoint'

/** The gateway gives up after 5 s, where a password is hashed after 12 s: its answer comes first. */
const USUAL_MS = 10_000
/** What became of money is worth waiting for; a password that is hashed may wait for others. */
const LONG_MS = 20_000
/** A file goes on coming for as long as it is long. */
export const FILE_MS = 60_000

/** How long the answer to a request may take, to its last byte, in ms. */
export const limitMsOf = ({ config }: Endpoint): number =>
  config.limit === 'trading' || config.limit === 'login' || config.limit === 'register'
    ? LONG_MS
    : USUAL_MS

/** No answer within the time a request has. */
export class TooLate extends Error {
  override readonly name = 'TooLate'

  constructor(ms: number) {
    super(`no answer within ${ms / 1_000} s`)
  }
}

/**
 * Runs `act` for at most so many ms; its signal ends then, or with the caller's own. Also where `act`
 * waits for something that no signal ends.
 * @throws {TooLate} and whatever `act` throws
 */
export const within = async <Result>(
  ms: number,
  caller: AbortSignal | undefined,
  act: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> => {
  const late = new AbortController()
  const ended = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    const reason = new TooLate(ms)
    late.abort(reason)
    ended.reject(reason)
  }, ms)
  const signal = caller === undefined ? late.signal : AbortSignal.any([caller, late.signal])
  try {
    return await Promise.race([act(signal), ended.promise])
  } finally {
    clearTimeout(timer)
  }
}
