import { AppError } from '@cnop/contracts/errors'

import { actDeadline, backOff } from './back-off.ts'

/**
 * Sends a batch until nothing of it is left over: DynamoDB answers with what it had no capacity for. Asked for
 * at once that would find no more of it, so there is a pause before.
 *
 * @param send sends these parts of the batch and returns those that are left over.
 * @throws {AppError} TRY_AGAIN when some are left over for two seconds and a half
 */
export const sendWhole = async <Part>(
  batch: readonly Part[],
  send: (parts: readonly Part[]) => Promise<readonly Part[]>,
): Promise<void> => {
  const deadline = actDeadline()
  let left = batch
  for (let tried = 0; left.length > 0; tried += 1) {
    if (tried > 0 && !(await backOff(tried - 1, deadline))) throw leftOver(left.length)
    left = await send(left)
  }
}

const leftOver = (count: number): AppError =>
  new AppError('TRY_AGAIN', 'The database is very busy. Please try again in a moment.', {
    retryAfterSeconds: 1,
    cause: new Error(`${count} of a batch are left over`),
  })
