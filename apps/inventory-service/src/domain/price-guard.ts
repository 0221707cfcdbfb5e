import type { Price } from '@cnop/money/scaled'

/** In tenths: a larger factor between two prices of one hour counts as a mistake until the next price confirms it. */
const ABSURD_FACTOR = 15n
const FACTOR_UNIT = 10n
/** In tenths, from the bundled reference price: it may be years old, so real prices can be far from it. */
const ABSURD_FROM_REFERENCE = 500n
/** In tenths: a second price within a fifth of the held one confirms it. */
const CONFIRMING_FACTOR = 12n
const HOUR_MS = 3_600_000

export type AcceptedPrice = { readonly price: Price; readonly atMs: number }

/**
 * Keeps a single wild price from the market. One that is absurdly far from the last is held until the
 * next one agrees with it: a true crash is then a refresh late, a typing error never shows.
 */
export class PriceGuard {
  readonly #held = new Map<string, Price>()

  /**
   * Whether to take `price` for the current one.
   * @param last The last price taken; `undefined`: there was none yet, only `reference`.
   */
  accepts(
    assetId: string,
    next: AcceptedPrice,
    { last, reference }: { readonly last: AcceptedPrice | undefined; readonly reference: Price },
  ): boolean {
    const held = this.#held.get(assetId)
    if (held !== undefined && isWithin(held, next.price, CONFIRMING_FACTOR)) {
      this.#held.delete(assetId)
      return true
    }
    if (isPlausible(next, last, reference)) {
      this.#held.delete(assetId)
      return true
    }
    this.#held.set(assetId, next.price)
    return false
  }

  /** Prices held back now. */
  get heldCount(): number {
    return this.#held.size
  }
}

const isPlausible = (
  next: AcceptedPrice,
  last: AcceptedPrice | undefined,
  reference: Price,
): boolean => {
  if (last === undefined || next.atMs - last.atMs > HOUR_MS)
    return isWithin(reference, next.price, ABSURD_FROM_REFERENCE)
  return isWithin(last.price, next.price, ABSURD_FACTOR)
}

/** @param factor In tenths: 15 is one and a half. */
const isWithin = (a: Price, b: Price, factor: bigint): boolean =>
  a * FACTOR_UNIT <= b * factor && b * FACTOR_UNIT <= a * factor
