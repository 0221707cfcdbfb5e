import { z } from 'zod'

/**
 * Every error the API can answer with: its stable code, HTTP status and title. The `detail` of an answer
 * says what happened in this case; the page turns codes into what to do about it.
 */
export const errorCatalogue = {
  BAD_REQUEST: { status: 400, title: 'The request could not be understood' },
  MALFORMED_JSON: { status: 400, title: 'The body is not valid JSON' },
  UNAUTHENTICATED: { status: 401, title: 'Sign in to do this' },
  INVALID_CREDENTIALS: { status: 401, title: 'Wrong username or password' },
  SESSION_ENDED: { status: 401, title: 'The session has ended' },
  TWO_FACTOR_REQUIRED: { status: 401, title: 'A two-factor code is needed' },
  TWO_FACTOR_INVALID: { status: 403, title: 'The two-factor code is not valid' },
  ACCOUNT_SUSPENDED: { status: 403, title: 'The account is suspended' },
  WRONG_PASSWORD: { status: 403, title: 'Wrong password' },
  DEMO_LOCKED: { status: 403, title: 'Not available in a demo account' },
  DEMO_EXPIRED: { status: 403, title: 'The demo account has expired' },
  FORBIDDEN: { status: 403, title: 'Not allowed' },
  OWN_ACCOUNT: { status: 403, title: 'Not on your own account' },
  NOT_FOUND: { status: 404, title: 'No such resource' },
  ASSET_NOT_FOUND: { status: 404, title: 'No such asset' },
  ORDER_NOT_FOUND: { status: 404, title: 'No such order' },
  API_KEY_NOT_FOUND: { status: 404, title: 'No such API key' },
  SESSION_NOT_FOUND: { status: 404, title: 'No such session' },
  USER_NOT_FOUND: { status: 404, title: 'No such user' },
  TRANSACTION_NOT_FOUND: { status: 404, title: 'No such transaction' },
  BALANCE_NOT_FOUND: { status: 404, title: 'No balance' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'Method not allowed' },
  REQUEST_TIMEOUT: { status: 408, title: 'The request took too long to arrive' },
  TWO_FACTOR_ON: { status: 409, title: 'Two-factor log-in is on' },
  TWO_FACTOR_OFF: { status: 409, title: 'Two-factor log-in is off' },
  TWO_FACTOR_NOT_PROPOSED: { status: 409, title: 'There is no secret to confirm' },
  API_KEY_LIMIT: { status: 409, title: 'Too many API keys' },
  LAST_ADMINISTRATOR: { status: 409, title: 'No administrator would be left' },
  USERNAME_TAKEN: { status: 409, title: 'Username is taken' },
  EMAIL_TAKEN: { status: 409, title: 'Email address is taken' },
  INSUFFICIENT_BALANCE: { status: 409, title: 'Not enough money' },
  DAILY_LIMIT_REACHED: { status: 409, title: 'The limit of the day is reached' },
  INSUFFICIENT_HOLDINGS: { status: 409, title: 'Not enough of the asset' },
  ASSET_NOT_TRADABLE: { status: 409, title: 'Trading in this asset is halted' },
  ORDER_NOT_CANCELLABLE: { status: 409, title: 'The order is not open' },
  SLIPPAGE_EXCEEDED: { status: 409, title: 'The price has moved too far' },
  QUOTE_EXPIRED: { status: 409, title: 'The quote has expired' },
  QUOTE_USED: { status: 409, title: 'The quote has been used' },
  PAYLOAD_TOO_LARGE: { status: 413, title: 'The request is too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'Send the body as application/json' },
  EXPECTATION_FAILED: { status: 417, title: 'The expectation cannot be met' },
  VALIDATION_FAILED: { status: 422, title: 'The request is not valid' },
  QUOTE_INVALID: { status: 422, title: 'The quote is not for this order' },
  ORDER_BELOW_MINIMUM: { status: 422, title: 'The order is too small' },
  IDEMPOTENCY_KEY_REUSED: { status: 422, title: 'The key belongs to another request' },
  TOO_MANY_ATTEMPTS: { status: 429, title: 'Too many failed attempts' },
  TOO_MANY_AT_ONCE: { status: 429, title: 'Too many requests at once' },
  RATE_LIMITED: { status: 429, title: 'Too many requests' },
  HEADERS_TOO_LARGE: { status: 431, title: 'The headers are too large' },
  INTERNAL: { status: 500, title: 'Something went wrong on our side' },
  BAD_GATEWAY: { status: 502, title: 'The service broke off' },
  SERVICE_UNAVAILABLE: { status: 503, title: 'The service is not available' },
  PRICE_UNAVAILABLE: { status: 503, title: 'No current price' },
  DEMOS_IN_USE: { status: 503, title: 'All demo accounts are in use' },
  TRY_AGAIN: { status: 503, title: 'Not completed in time' },
  GATEWAY_TIMEOUT: { status: 504, title: 'The service took too long' },
} as const satisfies Record<string, { status: number; title: string }>

export type ErrorCode = keyof typeof errorCatalogue

const errorCodes = Object.keys(errorCatalogue) as [ErrorCode, ...ErrorCode[]]

/** RFC 9457 problem details, the body of every error answer (`application/problem+json`). */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().meta({ description: 'Path of the request' }),
    code: z.enum(errorCodes).meta({ description: 'Stable; safe to branch on' }),
    request_id: z.string(),
    errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof Problem>

/** The error answers of an endpoint, for its `response` map. */
export const problems = <Status extends number>(
  ...statuses: Status[]
): Record<Status, typeof Problem> =>
  Object.fromEntries(statuses.map((status) => [status, Problem])) as Record<Status, typeof Problem>

/** A refusal with a meaning in the catalogue; `message` is the public detail. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly fieldErrors: { field: string; message: string }[] | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(
    code: ErrorCode,
    detail: string,
    options: {
      fieldErrors?: { field: string; message: string }[]
      retryAfterSeconds?: number
      cause?: unknown
    } = {},
  ) {
    super(detail, { cause: options.cause })
    this.code = code
    this.fieldErrors = options.fieldErrors
    this.retryAfterSeconds = options.retryAfterSeconds
  }
}
