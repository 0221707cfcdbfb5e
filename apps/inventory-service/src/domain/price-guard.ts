import type { Price } from '@cnop/money/scaled'

/** In tenths: a larger factor between two prices of one hour counts as a mistake until later prices confirm it. */
const ABSURD_FACTOR = 15n
const FACTOR_UNIT = 10n
/** In tenths, from the bundled reference price: it may be years old, so real prices can be far from it. */
const ABSURD_FROM_REFERENCE = 500n
/** In tenths: a price within a fifth of the held one confirms it. */
const CONFIRMING_FACTOR = 12n
const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000

export type AcceptedPrice = { readonly price: Price; readonly atMs: number }

/** A wild price, and the later ones that agree with it. */
type Held = {
  readonly price: Price
  readonly sinceMs: number
  /** When the newest of them was observed: the same observation twice confirms nothing. */
  readonly lastMs: number
  /** Prices that agree, the first included. */
  readonly count: number
}

/**
 * Keeps wild prices from the market. One that is absurdly far from the last is held until later ones agree with it, in
 * proportion to the jump: a true crash is then some refreshes late, and a wrong unit or a typing error that stays in
 * the source for a few refreshes does not show.
 */
export class PriceGuard {
  readonly #held = new Map<string, Held>()

  /**
   * Whether to take `price` for the current one.
   * @param last The last price taken; `undefined`: there was none yet, only `reference`.
   */
  accepts(
    assetId: string,
    next: AcceptedPrice,
    { last, reference }: { readonly last: AcceptedPrice | undefined; readonly reference: Price },
  ): boolean {
    if (isPlausible(next, last, reference)) {
      this.#held.delete(assetId)
      return true
    }
    const held = heldAfter(this.#held.get(assetId), next)
    if (isConfirmed(held, last?.price ?? reference)) {
      this.#held.delete(assetId)
      return true
    }
    this.#held.set(assetId, held)
    return false
  }

  /** Prices held back now. */
  get heldCount(): number {
    return this.#held.size
  }
}

/** Later prices are compared with the first: by small steps a price could drift to anywhere. */
const heldAfter = (held: Held | undefined, { price, atMs }: AcceptedPrice): Held => {
  if (held === undefined || !isWithin(held.price, price, CONFIRMING_FACTOR))
    return { price, sinceMs: atMs, lastMs: atMs, count: 1 }
  if (atMs <= held.lastMs) return held
  return { ...held, lastMs: atMs, count: held.count + 1 }
}

/**
 * A jump by up to ten times needs two prices that agree. Each further power of ten needs one more, and as many minutes
 * between the first and the last of them: four powers need five prices over three minutes.
 */
const isConfirmed = ({ price, sinceMs, lastMs, count }: Held, from: Price): boolean => {
  const powers = powersOfTen(from, price)
  return count >= powers + 1 && lastMs - sinceMs >= (powers - 1) * MINUTE_MS
}

/** `ceil(log10(factor))` between two prices, at least 1. */
const powersOfTen = (a: Price, b: Price): number => {
  const [low, high] = a < b ? [a, b] : [b, a]
  let powers = 1
  for (let reached = low * 10n; reached < high; reached *= 10n) powers += 1
  return powers
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
