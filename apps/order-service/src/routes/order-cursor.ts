import { UlidPosition, encodeCursor } from '@cnop/common/http/cursor'
import { z } from 'zod'

/** Where a page of orders or trades goes on. */
export const OrderCursor = z.object({ before: UlidPosition })

export const orderCursor = (before: string): string => encodeCursor({ before })
