import { decodeCursor, encodeCursor } from '@cnop/common/http/cursor'
import { z } from 'zod'

import { sortsByText, type Ordering, type Place } from '#src/domain/sort-assets'

/** A cursor names the ordering it belongs to: its place means nothing in another one. */
export const assetCursor = ({ sort, direction }: Ordering, { value, assetId }: Place): string =>
  encodeCursor({ list: 'assets', sort, direction, value: String(value), asset_id: assetId })

/** @throws {AppError} VALIDATION_FAILED for anything but a `next_cursor` of a list in this ordering. */
export const placeOfCursor = (
  { sort, direction }: Ordering,
  cursor: string | undefined,
): Place | undefined => {
  const position = decodeCursor(
    z.strictObject({
      list: z.literal('assets'),
      sort: z.literal(sort),
      direction: z.literal(direction),
      value: sortsByText(sort) ? z.string() : z.string().regex(/^-?\d{1,40}$/),
      asset_id: z.string(),
    }),
    cursor,
  )
  if (position === undefined) return undefined
  const { value, asset_id: assetId } = position
  return { value: sortsByText(sort) ? value : BigInt(value), assetId }
}
