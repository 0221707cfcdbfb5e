import { UlidPosition, encodeCursor } from '@cnop/common/http/cursor'
import { z } from 'zod'

/** The position at which a page of orders continues. */
export const OrderCursor = z.strictObject({ list: z.literal('orders'), before: UlidPosition })

export const orderCursor = (before: string): string => encodeCursor({ list: 'orders', before })

/** The position at which a page of the trades of one asset continues. */
export const tradeCursorSchema = (assetId: string) =>
  z.strictObject({ list: z.literal(`trades of ${assetId}`), before: UlidPosition })

export const tradeCursor = (assetId: string, before: string): string =>
  encodeCursor({ list: `trades of ${assetId}`, before })
