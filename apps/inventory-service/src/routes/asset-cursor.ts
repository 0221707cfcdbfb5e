import { decodeCursor, encodeCursor } from '@cnop/common/http/cursor'
import { z } from 'zod'

import type { Ordering } from '#src/domain/sort-assets'

const BITS_PER_DIGIT = 4

/**
 * A cursor has a bit for each asset, in the order of their ids: set for those on earlier pages. It names the ordering
 * it belongs to, in which alone those pages make sense.
 */
export const assetCursor = (
  { sort, direction }: Ordering,
  seen: ReadonlySet<string>,
  assetIds: readonly string[],
): string => {
  const bits = assetIds.toSorted().map((assetId) => Number(seen.has(assetId)))
  const digits = Array.from({ length: digitsFor(assetIds.length) }, (_, index) =>
    Number.parseInt(
      bits.slice(index * BITS_PER_DIGIT, (index + 1) * BITS_PER_DIGIT).join(''),
      2,
    ).toString(16),
  )
  return encodeCursor({ list: 'assets', sort, direction, seen: digits.join('') })
}

/** @throws {AppError} VALIDATION_FAILED for anything but a `next_cursor` of a list in this ordering. */
export const seenIn = (
  { sort, direction }: Ordering,
  cursor: string | undefined,
  assetIds: readonly string[],
): ReadonlySet<string> => {
  const position = decodeCursor(
    z.strictObject({
      list: z.literal('assets'),
      sort: z.literal(sort),
      direction: z.literal(direction),
      seen: z.string().regex(new RegExp(`^[0-9a-f]{${digitsFor(assetIds.length)}}$`)),
    }),
    cursor,
  )
  if (position === undefined) return new Set()
  const inOrder = assetIds.toSorted()
  return new Set(
    Array.from(position.seen).flatMap((digit, index) => {
      const ids = inOrder.slice(index * BITS_PER_DIGIT, (index + 1) * BITS_PER_DIGIT)
      const bits = Number.parseInt(digit, 16).toString(2).padStart(ids.length, '0')
      return ids.filter((_assetId, bit) => bits[bit] === '1')
    }),
  )
}

const digitsFor = (assets: number): number => Math.ceil(assets / BITS_PER_DIGIT)
