import type { App } from '@cnop/common/http/create-app'
import type { Ledger } from '@cnop/common/ledger/ledger'
import { moveCash } from '@cnop/common/ledger/move-cash'
import { RevokedAccess } from '@cnop/common/security/revoked-access'
import { openAccount, testLedger } from '@cnop/common/testing/test-ledger'
import { TEST_TOKEN_SETTINGS, signedInAs, testTokens } from '@cnop/common/testing/test-tokens'
import type { PriceBasis } from '@cnop/contracts/candles'
import { quantity } from '@cnop/money/scaled'
import { parseCash, parsePrice } from '@cnop/money/text'

import { buildApp } from '#src/app'
import { matchOrders, startMatching } from '#src/domain/match-orders'
import { PriceBook, type QuotedAsset } from '#src/domain/price-book'
import { QuoteBook } from '#src/domain/quotes'

/** The real service on the real engine, with prices and a clock that the test sets. */
export type OrderService = {
  readonly app: App
  readonly ledger: Ledger
  /** Whose access has ended, as the service knows it. */
  readonly revoked: RevokedAccess
  readonly setPrice: (assetId: string, price: string, more?: Partial<QuotedAsset>) => void
  readonly newTrader: (balance: string) => Promise<Trader>
  /** One round of the matcher; how many orders it settled. */
  readonly match: () => Promise<number>
  /** A matcher as a process starts it: each call is a round. */
  readonly startMatcher: () => () => Promise<number>
  /** The times past prices were asked for: how many closes each time. */
  readonly pastPriceCalls: () => number[]
  /** The times prices of moments were asked for: how many each time. */
  readonly momentPriceCalls: () => number[]
  /** How fine the prices of moments are from now on. */
  readonly setPriceBasis: (basis: PriceBasis) => void
  /** Whether the past has a price for an asset from now on. */
  readonly setPastPriced: (assetId: string, isPriced: boolean) => void
  /** Puts the clock ahead. */
  readonly passSeconds: (seconds: number) => void
  /** Requests the service has sent to the database so far, by operation. */
  readonly databaseCalls: () => string[]
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** In the past everything costs as many dollars as the day of the month, and an hour a cent more. */
export const pastPriceAt = (ms: number): string => {
  const at = new Date(ms)
  return `${at.getUTCDate()}.${String(at.getUTCHours()).padStart(2, '0')}`
}

const pastPrices = (fromMs: number, count: number, step: number) =>
  new Map(
    Array.from({ length: count }, (_, index) => {
      const ms = fromMs + (index + 1) * step
      return [ms, { price: parsePrice(pastPriceAt(ms)), source: 'simulated' as const }]
    }),
  )

const momentPricesAt = (moments: readonly number[], basis: PriceBasis) =>
  new Map(
    moments.map((ms) => [
      ms,
      {
        price: parsePrice(pastPriceAt(ms)),
        source: 'simulated' as const,
        basis,
      },
    ]),
  )

const fail = (error: unknown): never => {
  throw error
}

export type Trader = { readonly username: string; readonly headers: Record<string, string> }

export const MAX_PRICE_AGE_SECONDS = 60
const QUOTE_SPREAD_BPS = 5

export const startOrderService = async (): Promise<OrderService> => {
  let aheadMs = 0
  const clock = () => new Date(Date.now() + aheadMs)
  const ledger: Ledger = { ...(await testLedger()), now: clock }
  const calls: string[] = []
  ledger.database.documents.middlewareStack.add(
    (next, context) => async (args) => {
      calls.push((context.commandName ?? '').replace('Command', ''))
      return await next(args)
    },
    { step: 'initialize', name: 'countCalls' },
  )
  const tokens = testTokens()
  const revoked = new RevokedAccess(clock)
  const prices = new PriceBook({ maxAgeSeconds: MAX_PRICE_AGE_SECONDS, now: clock })
  const quotes = new QuoteBook(TEST_TOKEN_SETTINGS.JWT_SECRET_KEY, clock, QUOTE_SPREAD_BPS)
  const pastPriceCalls: number[] = []
  const momentPriceCalls: number[] = []
  let priceBasis: PriceBasis = 'minute'
  const unpriced = new Set<string>()
  const app = await buildApp({
    ledger,
    prices,
    quotes,
    pastPrices: async ({ assetIds, interval, fromMs, toMs }) => {
      const step = interval === '1d' ? DAY_MS : HOUR_MS
      const count = (toMs - fromMs) / step
      pastPriceCalls.push(count)
      return new Map(
        assetIds
          .filter((assetId) => !unpriced.has(assetId))
          .map((assetId) => [assetId, pastPrices(fromMs, count, step)]),
      )
    },
    momentPrices: async ({ assetIds, at }) => {
      momentPriceCalls.push(assetIds.length * at.length)
      return new Map(
        assetIds
          .filter((assetId) => !unpriced.has(assetId))
          .map((assetId) => [assetId, momentPricesAt(at, priceBasis)]),
      )
    },
    tokens,
    revoked,
    logLevel: 'silent',
  })
  const known = new Map<string, QuotedAsset>()
  let traders = 0

  return {
    app,
    ledger,
    revoked,
    match: async () => await matchOrders({ ledger, prices, onError: fail }),
    startMatcher: () => startMatching({ ledger, prices, onError: fail }),
    passSeconds: (seconds) => {
      aheadMs += seconds * 1_000
    },
    databaseCalls: () => calls.splice(0),
    pastPriceCalls: () => pastPriceCalls.splice(0),
    momentPriceCalls: () => momentPriceCalls.splice(0),
    setPriceBasis: (basis) => {
      priceBasis = basis
    },
    setPastPriced: (assetId, isPriced) => {
      if (isPriced) unpriced.delete(assetId)
      else unpriced.add(assetId)
    },
    setPrice: (assetId, price, more = {}) => {
      known.set(assetId, {
        assetId,
        price: parsePrice(price),
        source: 'simulated',
        observedAt: clock().toISOString(),
        isActive: true,
        step: quantity(1n),
        ...more,
      })
      prices.replace([...known.values()])
    },
    newTrader: async (balance) => {
      traders += 1
      const username = `trader_${traders}`
      await openAccount(ledger, username)
      const amount = parseCash(balance)
      if (amount > 0n)
        await moveCash(ledger, { username, type: 'DEPOSIT', amount, clientKey: undefined })
      return { username, headers: signedInAs(tokens, username) }
    },
  }
}
