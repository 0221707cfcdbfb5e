import type { ErrorCode, Problem } from '@cnop/contracts/errors'

/** The API refused, and says why in words fit for a person. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly code: ErrorCode
  readonly requestId: string
  readonly fields: ReadonlyMap<string, string>

  constructor(problem: Problem) {
    super(problem.detail)
    this.code = problem.code
    this.requestId = problem.request_id
    this.fields = new Map(problem.errors?.map(({ field, message }) => [field, message]))
  }
}

/** No answer came. Whether the request had an effect is unknown: it must be repeated with the same key. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError'

  constructor(cause: unknown) {
    super('The platform could not be reached. Check your connection and try again.', { cause })
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
 * Whether it is open if the request took effect, so that only the same request may be sent again. Without
 * a refusal in the API's own words, an answer that broke off half-way included, it is.
 */
export const isUndecided = (error: unknown): boolean =>
  !(error instanceof ApiProblem) || UNDECIDED.has(error.code)

const TURNED_AWAY: ReadonlySet<ErrorCode> = new Set([
  'RATE_LIMITED',
  'SESSION_ENDED',
  'UNAUTHENTICATED',
])

/** Whether the request was turned away at the door, which says nothing about an earlier attempt of it. */
export const isTurnedAway = (error: unknown): boolean =>
  error instanceof ApiProblem && TURNED_AWAY.has(error.code)

/** What happened and what to do, for a person. */
export const explain = (error: unknown): string => {
  if (error instanceof ApiProblem) {
    const fields = [...error.fields].map(([field, message]) => `${field} ${message}`)
    return fields.length === 0 ? error.message : `${error.message} ${fields.join('; ')}.`
  }
  if (error instanceof NetworkError) return error.message
  return 'Something went wrong on this page. Reload it and try again.'
}
