/** What is done before anything is sent. */
const BEFORE_SENDING: ReadonlySet<unknown> = new Set(['connect', 'getaddrinfo'])

/**
 * Whether a request failed before any of it was sent, as undici tells it (`fetch` has it in the `cause` of what
 * it throws). By the step that failed and not by the code alone: a connection that stands can end with
 * `EHOSTUNREACH` too, and what was sent on it may have arrived.
 */
export const isNotReached = (error: unknown): boolean => {
  // Several addresses of one name, each of which failed.
  if (error instanceof AggregateError) return error.errors.every(isNotReached)
  if (!(error instanceof Error)) return false
  if ('code' in error && error.code === 'UND_ERR_CONNECT_TIMEOUT') return true
  return 'syscall' in error && BEFORE_SENDING.has(error.syscall)
}
