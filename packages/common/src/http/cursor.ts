import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'

import { AppError } from '@cnop/contracts/errors'
import { Ulid } from '@cnop/contracts/wire'
import type { z } from 'zod'

const KEY_BYTES = 32

const textOf = (position: unknown): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url')

/**
 * A cursor for a position that is harmless to forge: a place in a list that the caller may read anyway. It
 * names its list, so that the schema can refuse the cursor of another one.
 */
export const encodeCursor = (position: Record<string, string>): string => textOf(position)

/** @throws {AppError} VALIDATION_FAILED for anything that `encodeCursor` did not make for this list. */
export const decodeCursor = <Position>(
  schema: z.ZodType<Position>,
  cursor: string | undefined,
): Position | undefined => {
  if (cursor === undefined) return undefined
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    // Base64url decoding skips characters it does not know; only our own spelling is a cursor.
    if (textOf(position) !== cursor) throw notOurs()
    return schema.parse(position)
  } catch (cause) {
    throw notOurs(cause)
  }
}

const notOurs = (cause?: unknown): AppError =>
  new AppError('VALIDATION_FAILED', 'Some fields are not valid.', {
    fieldErrors: [{ field: 'cursor', message: 'is not a next_cursor of this list' }],
    cause,
  })

/** The list that a signed cursor belongs to, and whose it is. */
export type CursorScope = { readonly list: string; readonly username: string }

/**
 * Cursors that carry a figure: signed, and good for one list of one user, so that a forged figure is
 * refused. Stateless: any replica reads what another has signed.
 */
export class SignedCursors {
  readonly #key: Uint8Array

  /** @param secret shared by all replicas; the signing key is derived from it, for cursors alone. */
  constructor(secret: string) {
    this.#key = new Uint8Array(hkdfSync('sha256', secret, '', 'list cursors', KEY_BYTES))
  }

  encode(scope: CursorScope, position: Record<string, string>): string {
    const text = textOf(position)
    return `${text}.${this.#signatureOf(scope, text)}`
  }

  /** @throws {AppError} VALIDATION_FAILED for anything that was not signed for this list of this user. */
  decode<Position>(
    scope: CursorScope,
    schema: z.ZodType<Position>,
    cursor: string | undefined,
  ): Position | undefined {
    if (cursor === undefined) return undefined
    const [text = '', signature = '', ...rest] = cursor.split('.')
    const given = Buffer.from(signature)
    const right = Buffer.from(this.#signatureOf(scope, text))
    const signed = given.length === right.length && timingSafeEqual(given, right)
    if (!signed || rest.length > 0) throw notOurs()
    return decodeCursor(schema, text)
  }

  #signatureOf({ list, username }: CursorScope, text: string): string {
    const signed = JSON.stringify([list, username, text])
    return createHmac('sha256', this.#key).update(signed).digest('base64url')
  }
}

/** A ULID inside a cursor. */
export const UlidPosition = Ulid
