import { cash, type Cash, type Price } from '@cnop/money/scaled'
import { parsePrice, plainDecimal } from '@cnop/money/text'
import { z } from 'zod'

const PRICE_PLACES = 12

/**
 * One coin of `/coins/markets`. Every figure may be missing, null or no number: each is then `undefined`
 * and the others still count.
 */
export type MarketRow = {
  readonly coinId: string
  readonly price: Price | undefined
  readonly observedAt: Date | undefined
  readonly change24hBasisPoints: bigint | undefined
  readonly high24h: Price | undefined
  readonly low24h: Price | undefined
  readonly marketCap: Cash | undefined
  readonly volume24h: Cash | undefined
  /** Hourly prices of seven days, oldest first. */
  readonly sparkline: readonly Price[]
}

/** Read through its decimal text, which is what CoinGecko printed. `undefined` for what is not more than zero. */
export const priceOf = (value: unknown): Price | undefined => {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) return undefined
  const [whole = '0', fraction = ''] = plainDecimal(value).split('.')
  const parsed = parsePrice(`${whole}.${fraction.slice(0, PRICE_PLACES).padEnd(1, '0')}`)
  return parsed > 0n ? parsed : undefined
}

const centsOf = (value: unknown): Cash | undefined => {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) return undefined
  const cents = Math.round(value * 100)
  return cents > 0 ? cash(BigInt(cents)) : undefined
}

const basisPointsOf = (value: unknown): bigint | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? BigInt(Math.round(value * 100)) : undefined

const momentOf = (value: unknown): Date | undefined => {
  const moment = typeof value === 'string' ? new Date(value) : undefined
  return moment === undefined || Number.isNaN(moment.getTime()) ? undefined : moment
}

const Row = z.looseObject({ id: z.string() }).transform((row): MarketRow => ({
  coinId: row.id,
  price: priceOf(row['current_price']),
  observedAt: momentOf(row['last_updated']),
  change24hBasisPoints: basisPointsOf(row['price_change_percentage_24h']),
  high24h: priceOf(row['high_24h']),
  low24h: priceOf(row['low_24h']),
  marketCap: centsOf(row['market_cap']),
  volume24h: centsOf(row['total_volume']),
  sparkline: sparklineOf(row['sparkline_in_7d']),
}))

const Sparkline = z.object({ price: z.array(z.unknown()) })

const sparklineOf = (value: unknown): readonly Price[] =>
  (Sparkline.safeParse(value).data?.price ?? []).flatMap((each) => priceOf(each) ?? [])

/** Rows without an id are left out; an answer that is not a list is refused. */
export const MarketsAnswer = z
  .array(z.unknown())
  .transform((rows) => rows.flatMap((row) => Row.safeParse(row).data ?? []))
