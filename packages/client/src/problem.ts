import type { ErrorCode, Problem } from '@cnop/contracts/errors'

import { TooLate } from './time-limit.ts'

/** The API refused, and says why in words fit for a person. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly code: ErrorCode
  readonly status: number
  readonly requestId: string
  readonly fields: ReadonlyMap<string, string>
  /** When it is worth asking again, if the API says so. */
  readonly retryAfterSeconds: number | undefined

  constructor(problem: Problem, retryAfterSeconds?: number) {
    super(problem.detail)
    this.code = problem.code
    this.status = problem.status
    this.retryAfterSeconds = retryAfterSeconds
    this.requestId = problem.request_id
    this.fields = new Map(problem.errors?.map(({ field, message }) => [field, message]))
  }
}

/** No answer came. Whether the request had an effect is unknown: it must be repeated with the same key. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError'
  /** The time for an answer went by: the next request would most likely wait as long. */
  readonly isLate: boolean

  constructor(cause: unknown) {
    super('The platform could not be reached. Check your connection and try again.', { cause })
    this.isLate = cause instanceof TooLate
  }
}

const UNDECIDED: ReadonlySet<ErrorCode> = new Set([
  'BAD_GATEWAY',
  'GATEWAY_TIMEOUT',
  'SERVICE_UNAVAILABLE',
  'TRY_AGAIN',
  'INTERNAL',
])

/**
 * Whether it is open if the request took effect, so that only the same request may be sent again. Only a
 * refusal decides: an answer that broke off or could not be read may well be that of a success.
 */
export const isUndecided = (error: unknown): boolean =>
  !(error instanceof ApiProblem) || UNDECIDED.has(error.code)

const TURNED_AWAY: ReadonlySet<ErrorCode> = new Set([
  'RATE_LIMITED',
  'TOO_MANY_AT_ONCE',
  'UNAUTHENTICATED',
  'SESSION_ENDED',
])

/** Refused at the door: this sending had no effect, and an earlier one of the same is as open as before. */
export const isTurnedAway = (error: unknown): boolean =>
  error instanceof ApiProblem && TURNED_AWAY.has(error.code)
