/**
 * How the fields of an item read and write: zod codecs between what the document client hands over and
 * what the code works with. Stored amounts stay readable decimals in a console (`1250.5`), and never
 * pass through a JavaScript number.
 */
import { NumberValue } from '@aws-sdk/lib-dynamodb'
import type { Basis, Cash, Growth, Quantity, Price } from '@cnop/money/scaled'
import {
  parseBasis,
  parseCash,
  parseGrowth,
  parsePrice,
  parseQuantity,
  plainDecimal,
  printBasis,
  printCash,
  printGrowth,
  printPrice,
  printQuantity,
} from '@cnop/money/text'
import { z } from 'zod'

const Stored = z.instanceof(NumberValue)

/** Engines may answer small numbers with an exponent (`1E-8`). */
const amountField = <T extends bigint>(parse: (text: string) => T, print: (amount: T) => string) =>
  z.codec(
    Stored,
    z.custom<T>((value) => typeof value === 'bigint'),
    {
      decode: (stored) => parse(plainDecimal(stored.value)),
      encode: (amount) => NumberValue.from(print(amount)),
    },
  )

export const cashField = amountField<Cash>(parseCash, printCash)
export const quantityField = amountField<Quantity>(parseQuantity, printQuantity)
export const basisField = amountField<Basis>(parseBasis, printBasis)
export const priceField = amountField<Price>(parsePrice, printPrice)

/** A factor as text: with 24 places a large one has more digits than a DynamoDB number. */
export const growthField = z.codec(
  z.string(),
  z.custom<Growth>((value) => typeof value === 'bigint'),
  { decode: parseGrowth, encode: printGrowth },
)

/** A count or a Unix time in seconds: a whole number that fits a JavaScript number. */
export const integerField = z.codec(Stored, z.int(), {
  decode: (stored) => Number.parseInt(stored.value, 10),
  encode: (count) => NumberValue.from(count),
})
