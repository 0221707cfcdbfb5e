import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'

import { AppError } from '@cnop/contracts/errors'
import { PriceSource } from '@cnop/contracts/inventory'
import type { Price, Quantity } from '@cnop/money/scaled'
import { parsePrice, parseQuantity, printPrice, printQuantity } from '@cnop/money/text'
import { spreadPrice } from '@cnop/money/trade'
import { z } from 'zod'

/** What a quote promises, to whom, and for how long. */
export type Quote = {
  readonly username: string
  readonly assetId: string
  /** What was asked for, in canonical words: the quote is for this and nothing else. */
  readonly request: string
  readonly quantity: Quantity
  readonly price: Price
  /** The market's, which `price` is worse than by the spread. */
  readonly marketPrice: Price
  readonly priceSource: PriceSource
  readonly priceObservedAt: string
  /** Unix time in milliseconds. */
  readonly expiresAtMs: number
  /** Tells one quote from another. */
  readonly nonce: string
}

const QUOTE_SECONDS = 10

const NONCE_BYTES = 12
const KEY_BYTES = 32

const Payload = z.tuple([
  z.string(),
  z.string(),
  z.string(),
  z.string(),
  z.string(),
  z.string(),
  PriceSource,
  z.string(),
  z.number(),
  z.string(),
])

/**
 * A quote that is better than the market would be a free option: whoever takes many and uses those that have become
 * good would win without a risk.
 * @throws {AppError} QUOTE_EXPIRED
 */
export const assertNotBetter = (
  side: 'buy' | 'sell',
  { price }: Pick<Quote, 'price'>,
  marketPrice: Price,
): void => {
  if (side === 'buy' ? price < marketPrice : price > marketPrice) throw quoteExpired()
}

const quoteExpired = (): AppError =>
  new AppError(
    'QUOTE_EXPIRED',
    'The quote has expired: its time is over, or the market has moved beyond it. Nothing was moved; ask for a new one.',
  )

/**
 * Makes and reads firm quotes. A quote is not stored: it is its own text, signed, so that a preview
 * writes nothing and any replica honours what another has promised. Only its use is recorded.
 */
export class QuoteBook {
  readonly #key: Uint8Array
  readonly #now: () => Date
  readonly #spread: bigint

  /**
   * @param secret Shared by all replicas; the signing key is derived from it, for quotes alone.
   * @param spreadBps Price of a firm price, in basis points.
   */
  constructor(secret: string, now: () => Date, spreadBps: number) {
    this.#spread = BigInt(spreadBps)
    this.#key = new Uint8Array(hkdfSync('sha256', secret, '', 'order quotes', KEY_BYTES))
    this.#now = now
  }

  /** The price that a quote promises where the market has this one. */
  priceOf(side: 'buy' | 'sell', marketPrice: Price): Price {
    return spreadPrice(side, marketPrice, this.#spread)
  }

  issue(terms: Omit<Quote, 'expiresAtMs' | 'nonce'>): { quoteId: string; expiresAt: string } {
    const expiresAtMs = this.#now().getTime() + QUOTE_SECONDS * 1_000
    const payload: z.infer<typeof Payload> = [
      terms.username,
      terms.assetId,
      terms.request,
      printQuantity(terms.quantity),
      printPrice(terms.price),
      printPrice(terms.marketPrice),
      terms.priceSource,
      terms.priceObservedAt,
      expiresAtMs,
      randomBytes(NONCE_BYTES).toString('base64url'),
    ]
    const text = Buffer.from(JSON.stringify(payload)).toString('base64url')
    return {
      quoteId: `${text}.${this.#sign(text).toString('base64url')}`,
      expiresAt: new Date(expiresAtMs).toISOString(),
    }
  }

  /**
   * The quote of this id, if it is one of ours for this user and this request, and still holds.
   * @throws {AppError} QUOTE_INVALID, QUOTE_EXPIRED
   */
  redeem(quoteId: string, wanted: Pick<Quote, 'username' | 'request'>): Quote {
    const quote = this.#read(quoteId)
    if (quote === undefined || quote.username !== wanted.username)
      throw new AppError('QUOTE_INVALID', 'There is no such quote. Ask for a new one.')
    if (quote.request !== wanted.request)
      throw new AppError('QUOTE_INVALID', 'The quote is for another order. Ask for a new one.')
    if (quote.expiresAtMs <= this.#now().getTime()) throw quoteExpired()
    return quote
  }

  #read(quoteId: string): Quote | undefined {
    const [text = '', signature = ''] = quoteId.split('.')
    const given = Buffer.from(signature, 'base64url')
    const right = this.#sign(text)
    if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined
    const payload = Payload.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
    return {
      username: payload[0],
      assetId: payload[1],
      request: payload[2],
      quantity: parseQuantity(payload[3]),
      price: parsePrice(payload[4]),
      marketPrice: parsePrice(payload[5]),
      priceSource: payload[6],
      priceObservedAt: payload[7],
      expiresAtMs: payload[8],
      nonce: payload[9],
    }
  }

  #sign(text: string): Buffer {
    return createHmac('sha256', this.#key).update(text).digest()
  }
}
