/** Building blocks that every resource shares: amounts, times, pages, the idempotency header. */
import { parseCash, parsePercent, parsePrice, parseQuantity, plainDecimal } from '@cnop/money/text'
import { z } from 'zod'

import { PRICE_INCREMENT, SMALLEST_QUANTITY } from './order-rules.ts'

/** An exact decimal in an answer. Always a string, never a JSON number. */
export const Amount = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .meta({ description: 'Exact decimal', examples: ['1250.00'] })

/** A price in an answer: an exact decimal above zero. A price of zero is always a mistake. */
export const PriceAmount = Amount.refine((text) => !text.startsWith('-') && /[1-9]/.test(text), {
  error: 'must be more than zero',
})

/** RFC 3339, UTC. */
export const Timestamp = z
  .string()
  .meta({ format: 'date-time', examples: ['2026-01-31T09:30:00.000Z'] })

/** The decimal text of an amount in a request, which may be a string or a JSON number. */
export const decimalText = (value: string | number): string =>
  typeof value === 'number' ? plainDecimal(value) : value

type Bounds = { min: string; max: string; description: string; example: string }

/** What an amount of each kind must be between, for whoever says so in other words. */
export const CASH_BOUNDS = { min: '0.01', max: '1000000' } as const
export const QUANTITY_BOUNDS = { min: SMALLEST_QUANTITY, max: '1000000000000' } as const
export const PRICE_BOUNDS = { min: PRICE_INCREMENT, max: '1000000000' } as const

const decimalInput = (parse: (text: string) => bigint, bounds: Bounds) => {
  const min = parse(bounds.min)
  const max = parse(bounds.max)
  return z
    .union([z.string(), z.number()], { error: 'must be a decimal number' })
    .superRefine((value, context) => {
      try {
        const units = parse(decimalText(value))
        if (units < min) context.addIssue(`must be at least ${bounds.min}`)
        if (units > max) context.addIssue(`must be at most ${bounds.max}`)
      } catch (error) {
        context.addIssue(error instanceof Error ? error.message : 'must be a decimal number')
      }
    })
    .meta({ description: bounds.description, examples: [bounds.example] })
}

/** Dollars in a request: at most 2 decimal places, within what one deposit or withdrawal may move. */
export const CashInput = decimalInput(parseCash, {
  ...CASH_BOUNDS,
  description: 'US dollars, at most 2 decimal places, as a string or a number',
  example: '250.00',
})

/** Dollars to add to a balance, or with a minus to take from it. */
export const SignedCashInput = decimalInput(parseCash, {
  min: '-1000000',
  max: '1000000',
  description: 'US dollars, at most 2 decimal places, not zero; negative takes away',
  example: '-12.50',
}).refine((value) => /[1-9]/.test(decimalText(value)), 'must not be zero')

/** Units of an asset in a request: at most 8 decimal places. */
export const QuantityInput = decimalInput(parseQuantity, {
  ...QUANTITY_BOUNDS,
  description: 'Units of the asset, at most 8 decimal places, as a string or a number',
  example: '0.015',
})

/** Dollars for one unit in a request: at most 12 decimal places. */
export const PriceInput = decimalInput(parsePrice, {
  ...PRICE_BOUNDS,
  description: 'US dollars for one unit, at most 12 decimal places, as a string or a number',
  example: '64250.00',
})

/** Percent in a request: at most 2 decimal places. */
export const PercentInput = decimalInput(parsePercent, {
  min: '0',
  max: '100',
  description: 'Percent, at most 2 decimal places, as a string or a number',
  example: '0.50',
})

/** 48 bits of time in ten characters of five bits: the first holds three. */
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/

/** A sortable id, as answers hand them out. */
export const Ulid = z.string().regex(ULID, 'must be an id such as 01ARZ3NDEKTSV4RRFFQ69G5FAV')

/** A ULID in a path, however it is written. */
export const UlidParam = z
  .string()
  .trim()
  .toUpperCase()
  .regex(ULID, 'must be an id such as 01JH3Z4V9T2M5Q8R7S6W0XYABC')

/** `?limit=&cursor=` of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(100).optional().meta({ description: '1 to 100' }),
  cursor: z
    .string()
    .max(512)
    .optional()
    .meta({ description: 'The next_cursor of the page before' }),
}

/** Items one page of a list examines at most, whether they are in the selection or not. */
const EXAMINED_PER_PAGE = 500

/** For the description of every list with a filter. */
export const SELECTION_PAGES = `A page examines at most ${EXAMINED_PER_PAGE} entries, so that one of a selection may be short, even empty, with more to come: has_more alone tells the end.`

/** `?cursor=` of a download. */
export const partQuery = {
  cursor: pageQuery.cursor.meta({
    description: 'The cursor in the Link header of the part before',
  }),
  bom: z
    .enum(['0', '1'])
    .transform((text) => text === '1')
    .optional()
    .meta({
      description:
        '1: the file begins with a byte-order mark, by which spreadsheets recognize UTF-8; a following part has none',
    }),
}

/** For the description of every download. */
export const DOWNLOAD_PARTS =
  'At most 10,000 rows a file. Where more follow, the header Link has the address of the next part with rel="next"; each part begins with the line of names. A part of a selection may be short, even empty. One download at a time.'

/** The tail of every list. */
export const pageEnd = {
  next_cursor: z.string().nullable(),
  has_more: z.boolean(),
}

/** Header of every request that moves money. The same key and body again give the first answer again. */
export const IdempotencyHeaders = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 printable characters without spaces')
    .optional(),
})

/** A download: RFC 4180, a header line first. */
export const csvAnswer = { content: { 'text/csv': { schema: z.string() } } } as const

/** The answer when there is nothing to say but that it is done. */
export const Done = z.object({ success: z.literal(true), message: z.string() })
