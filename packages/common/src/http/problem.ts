import { AppError, errorCatalogue, type ErrorCode, type Problem } from '@cnop/contracts/errors'
import { API_BASE } from '@cnop/contracts/internal'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'

import { CALLER_LEFT_STATUS, CallerLeft } from './caller-left.ts'

/** Turns everything thrown in a request into problem+json; nothing internal leaves in it. */
export const answerErrorsAsProblems = (app: FastifyInstance): void => {
  app.setErrorHandler<Error>((error, request, reply) => {
    if (error instanceof CallerLeft) return reply.code(CALLER_LEFT_STATUS).send()
    const refusal = asAppError(error)
    const { status } = errorCatalogue[refusal.code]
    if (status >= 500) request.log.error({ err: error, code: refusal.code }, 'request failed')
    return sendProblem(request, reply, refusal)
  })
}

/** Sends a refusal as `application/problem+json` (RFC 9457). */
export const sendProblem = (
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: AppError,
): FastifyReply => {
  const problem = problemOf(refusal, {
    instance: `${forwardedPrefix(request)}${request.url.split('?', 1)[0] ?? ''}`,
    requestId: request.id,
  })
  const { status } = problem
  // What lies with a part that is busy, slow or away is soon worth another try.
  const retryAfter = refusal.retryAfterSeconds ?? (status > 500 ? 1 : undefined)
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter))
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send(problem)
}

/** What a refusal says, as the body of its answer. */
export const problemOf = (
  refusal: AppError,
  { instance, requestId }: { readonly instance: string; readonly requestId: string },
): Problem => ({
  type: `urn:problem:${refusal.code.toLowerCase().replaceAll('_', '-')}`,
  ...errorCatalogue[refusal.code],
  detail: refusal.message,
  instance,
  code: refusal.code,
  request_id: requestId,
  ...(refusal.fieldErrors === undefined ? {} : { errors: refusal.fieldErrors }),
})

/** Behind the gateway the client asked for a longer path than the service sees. */
export const forwardedPrefix = (request: FastifyRequest): string =>
  request.headers['x-forwarded-prefix'] === API_BASE ? API_BASE : ''

/** Codes Fastify gives to what is wrong with a request before it reaches a handler. */
const FRAMEWORK_ERRORS: Record<string, [ErrorCode, string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['PAYLOAD_TOO_LARGE', 'The body is larger than this route takes.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'UNSUPPORTED_MEDIA_TYPE',
    'Send the body with Content-Type: application/json.',
  ],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['MALFORMED_JSON', 'The body is empty.'],
}

/** More than any form has: a body of 64 KiB can have tens of thousands, and an answer of megabytes. */
const MAX_FIELD_ERRORS = 50

/** The refusal that an error means to whoever asked. */
export const asAppError = (error: Error | FastifyError): AppError => {
  if (error instanceof AppError) return error
  if (hasZodFastifySchemaValidationErrors(error))
    return new AppError('VALIDATION_FAILED', 'Some fields are not valid.', {
      fieldErrors: error.validation
        .slice(0, MAX_FIELD_ERRORS)
        .flatMap(fieldErrors)
        .slice(0, MAX_FIELD_ERRORS),
    })
  const code = 'code' in error ? error.code : ''
  const known = FRAMEWORK_ERRORS[code]
  if (known !== undefined) return new AppError(...known)
  if ('statusCode' in error && error.statusCode !== undefined && error.statusCode < 500)
    return new AppError('BAD_REQUEST', 'The request could not be understood.', { cause: error })
  return new AppError('INTERNAL', 'The request failed. Please try again later.', { cause: error })
}

type Issue = {
  readonly instancePath: string
  readonly message?: string
  readonly params: Record<string, unknown>
}

/** Fields we do not know are named each for itself; everything else by its path (`address.city`). */
const fieldErrors = (issue: Issue): { field: string; message: string }[] => {
  const unknownKeys = issue.params['keys']
  if (Array.isArray(unknownKeys))
    return unknownKeys.map((key) => ({
      field: String(key),
      message: 'is not a field of this request',
    }))
  const field = issue.instancePath.replace(/^\//, '').replaceAll('/', '.') || 'request'
  return [{ field, message: issue.message ?? 'is not valid' }]
}
