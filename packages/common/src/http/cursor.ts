import { AppError } from '@cnop/contracts/errors'
import { Ulid } from '@cnop/contracts/wire'
import type { z } from 'zod'

/**
 * Cursors are opaque to clients and hold only a position in a list that the token's own user may read,
 * so there is nothing in them worth forging and they are not signed.
 */
export const encodeCursor = (position: Record<string, string>): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url')

/** @throws {AppError} VALIDATION_FAILED for anything that `encodeCursor` did not make for this list. */
export const decodeCursor = <Position>(
  schema: z.ZodType<Position>,
  cursor: string | undefined,
): Position | undefined => {
  if (cursor === undefined) return undefined
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch (cause) {
    throw new AppError('VALIDATION_FAILED', 'Some fields are not valid.', {
      fieldErrors: [{ field: 'cursor', message: 'is not a next_cursor of this list' }],
      cause,
    })
  }
}

/** A ULID inside a cursor. */
export const UlidPosition = Ulid
