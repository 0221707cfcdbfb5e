import type { RecordEvent } from '@cnop/common/http/record-event'
import { AppError } from '@cnop/contracts/errors'
import type { FastifyRequest } from 'fastify'

/** Does what asks someone signed in for the password or a code again, and records a refusal of either. */
export const recordingRefusals = async <Result>(
  { recordEvent }: { readonly recordEvent: RecordEvent },
  request: FastifyRequest,
  username: string,
  act: () => Promise<Result>,
): Promise<Result> => {
  try {
    return await act()
  } catch (error) {
    if (error instanceof AppError && error.code === 'WRONG_PASSWORD')
      await recordEvent(request, 'password_refused', username)
    if (error instanceof AppError && error.code === 'TWO_FACTOR_INVALID')
      await recordEvent(request, 'two_factor_failed', username)
    throw error
  }
}
