import { setTimeout as pause } from 'node:timers/promises'

import { CallerLeft } from '@cnop/common/http/caller-left'
import { isNotReached } from '@cnop/common/http/not-reached'
import { AppError } from '@cnop/contracts/errors'
import type { Dispatcher, Pool } from 'undici'

import { exchange, type Answer, type Waiting } from '#src/proxy/exchange'
import { isOverloaded, type Upstream } from '#src/proxy/upstream'

type Outgoing = Dispatcher.RequestOptions & {
  /** Whether it may be sent twice: it changes nothing, or takes effect once by its key. */
  readonly repeatable: boolean
  /** The client that waits; the request ends when it leaves. Left out: the request is carried through. */
  readonly waiting: Waiting | undefined
}

/** Long enough for a process that restarts to be replaced by its neighbour. */
const RETRY_AFTER_MS = 100

/**
 * Sends a request to a service. One that never reached it, and a repeatable one whose connection broke off,
 * is sent a second time; one that took too long is not, as more of the same would not make it faster.
 *
 * @throws {CallerLeft}
 * @throws {AppError} SERVICE_UNAVAILABLE (overloaded, left alone, or not reached), BAD_GATEWAY (broke off),
 * GATEWAY_TIMEOUT
 */
export const send = async (
  upstream: Upstream,
  pool: Pool,
  { repeatable, waiting, ...options }: Outgoing,
): Promise<Answer> => {
  if (isOverloaded(upstream)) throw overloaded()
  try {
    return await attempt(upstream, pool, options, waiting)
  } catch (error) {
    if (!(error instanceof SendError) || !maySendAgain(error.failure, repeatable))
      throw refusalOf(error)
    upstream.onRetry()
    await pause(RETRY_AFTER_MS)
    return await attempt(upstream, pool, options, waiting).catch((second: unknown) => {
      // What broke off may have happened, so the client is told that, whatever became of the second try.
      throw refusalOf(error.failure === 'broke off' ? error : second)
    })
  }
}

const maySendAgain = (failure: Failure, repeatable: boolean): boolean =>
  failure === 'not reached' || (failure === 'broke off' && repeatable)

const attempt = async (
  { breaker, awaited }: Upstream,
  pool: Pool,
  options: Dispatcher.RequestOptions,
  waiting: Waiting | undefined,
): Promise<Answer> => {
  const passage = breaker.admit()
  if (passage === undefined) throw leftAlone(breaker.waitMs)
  awaited.count += 1
  try {
    const answer = await exchange(pool, options, waiting)
    passage.succeeded()
    return answer
  } catch (cause) {
    const failure = failureOf(cause)
    if (cause instanceof CallerLeft) throw cause
    // A service that is slow is there: others that ask it less get their answers.
    if (failure !== 'slow') passage.failed()
    throw new SendError(failure, cause)
  } finally {
    awaited.count -= 1
  }
}

type Failure = 'not reached' | 'broke off' | 'slow'

/** A request without an answer; `cause` is what undici says of it. */
class SendError extends Error {
  readonly failure: Failure

  constructor(failure: Failure, cause: unknown) {
    super(failure, { cause })
    this.failure = failure
  }
}

const failureOf = (cause: unknown): Failure => {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') return 'slow'
  return isNotReached(cause) ? 'not reached' : 'broke off'
}

const overloaded = (): AppError =>
  new AppError('SERVICE_UNAVAILABLE', 'Very busy right now. Nothing was done; try again.', {
    retryAfterSeconds: 2,
  })

const leftAlone = (waitMs: number): AppError =>
  new AppError(
    'SERVICE_UNAVAILABLE',
    'This part of the platform does not answer at the moment. Nothing was done; try again shortly.',
    { retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1_000)) },
  )

const refusalOf = (error: unknown): unknown => {
  if (!(error instanceof SendError)) return error
  const { failure, cause } = error
  if (failure === 'slow')
    return new AppError(
      'GATEWAY_TIMEOUT',
      'The answer took too long. What was asked may still have happened: repeat it with the same Idempotency-Key.',
      { cause },
    )
  if (failure === 'not reached')
    return new AppError(
      'SERVICE_UNAVAILABLE',
      'This part of the platform is not reachable. Nothing was done; try again in a moment.',
      { retryAfterSeconds: 2, cause },
    )
  return new AppError(
    'BAD_GATEWAY',
    'The connection broke off. What was asked may have happened: repeat it with the same Idempotency-Key.',
    { cause },
  )
}
