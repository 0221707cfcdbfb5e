/** An amount on a date: negative is paid in, positive is paid out or what there is in the end. */
export type DatedAmount = {
  /** Days since any one date. */
  readonly day: number
  /** Cents. */
  readonly amount: bigint
}

const DAYS_A_YEAR = 365
const MIN_RATE = -0.9999
const MAX_RATE = 1_000
/** Pieces of the range of rates that are looked at before a unique rate counts as not shown. */
const MAX_PIECES = 600
const MAX_HALVINGS = 100
/** Of the sum of all magnitudes: what rounding of floating-point numbers may come to. */
const MARGIN = 1e-11

/** A cash flow in the exponent `t = ln(1 + r) / 365`, so that its present value is `cents x e^(-t x days)`. */
type Term = { readonly days: number; readonly cents: number }

/**
 * The money-weighted return as a rate a year: the root `r` of `sum CF_i / (1 + r)^(d_i / 365)`, with `d_i` days after
 * the first date (XIRR, actual/365). Source: C. Bacon, "Practical Portfolio Performance Measurement and Attribution",
 * internal rate of return.
 *
 * Such a sum may have several roots or none. The range of rates (-0.9999, 1000] is split until on each piece the sum
 * is shown to have no root, or to be monotone; `undefined` unless exactly one piece has a change of sign.
 */
export const annualRate = (amounts: readonly DatedAmount[]): number | undefined => {
  const [first] = amounts
  if (first === undefined) return undefined
  const terms = amounts.map(({ day, amount }) => ({ days: day - first.day, cents: Number(amount) }))
  const piece = onlyPieceWithRoot(terms)
  return piece && Math.expm1(rootIn(terms, piece) * DAYS_A_YEAR)
}

type Piece = { readonly low: Sums; readonly high: Sums }

/** Sums at one `t`, of positive and negative terms apart: each falls as `t` rises, so ends of a piece bound it. */
type Sums = {
  readonly t: number
  readonly plus: number
  readonly minus: number
  /** The same, each term times its days. */
  readonly plusSlope: number
  readonly minusSlope: number
}

const sumsAt = (terms: readonly Term[], t: number): Sums => {
  const sums = { t, plus: 0, minus: 0, plusSlope: 0, minusSlope: 0 }
  for (const { days, cents } of terms) {
    const value = Math.abs(cents) * Math.exp(-t * days)
    if (cents > 0) {
      sums.plus += value
      sums.plusSlope += value * days
    } else {
      sums.minus += value
      sums.minusSlope += value * days
    }
  }
  return sums
}

const exponentOf = (rate: number): number => Math.log1p(rate) / DAYS_A_YEAR

/** `undefined`: no root, more than one, or not shown within the pieces. */
const onlyPieceWithRoot = (terms: readonly Term[]): Piece | undefined => {
  const whole = {
    low: sumsAt(terms, exponentOf(MIN_RATE)),
    high: sumsAt(terms, exponentOf(MAX_RATE)),
  }
  const open: Piece[] = [whole]
  const found: Piece[] = []
  for (let pieces = 0; pieces < MAX_PIECES; pieces += 1) {
    const piece = open.pop()
    if (piece === undefined) return found.length === 1 ? found[0] : undefined
    const { low, high } = piece
    if (excludesZero(high.plus - low.minus, low.plus - high.minus, low.plus + low.minus)) continue
    const isMonotone = excludesZero(
      high.plusSlope - low.minusSlope,
      low.plusSlope - high.minusSlope,
      low.plusSlope + low.minusSlope,
    )
    if (isMonotone) {
      if (isPositive(low) !== isPositive(high)) found.push(piece)
      continue
    }
    const middle = sumsAt(terms, (low.t + high.t) / 2)
    open.push({ low, high: middle }, { low: middle, high })
  }
  return undefined
}

/** Whether no value from `least` to `most` can be zero. @param size What the margin is a share of. */
const excludesZero = (least: number, most: number, size: number): boolean =>
  least > size * MARGIN || most < -size * MARGIN

const isPositive = ({ plus, minus }: Sums): boolean => plus > minus

/** By bisection: the sign changes once in the piece. */
const rootIn = (terms: readonly Term[], { low, high }: Piece): number => {
  let [left, right] = [low.t, high.t]
  for (let halvings = 0; halvings < MAX_HALVINGS; halvings += 1) {
    const middle = (left + right) / 2
    if (middle <= left || middle >= right) break
    if (isPositive(sumsAt(terms, middle)) === isPositive(low)) left = middle
    else right = middle
  }
  return (left + right) / 2
}
