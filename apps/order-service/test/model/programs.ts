import type { Fault } from '@cnop/common/testing/fault-proxy'
import fc from 'fast-check'

/** What someone may do. Amounts in the smallest units: cents, 10^-8 of an asset, 10^-12 dollars. */
export type Act =
  | {
      readonly kind: 'move'
      readonly type: 'DEPOSIT' | 'WITHDRAW'
      readonly cents: bigint
      readonly key: Key
    }
  | {
      readonly kind: 'market'
      readonly side: 'buy' | 'sell'
      readonly asset: Asset
      readonly size: { readonly quantity: bigint } | { readonly dollars: bigint }
      /** With a quote asked for just before, or with the one asked for last, used or not. */
      readonly quote: 'none' | 'fresh' | 'last'
      readonly key: Key
    }
  | {
      readonly kind: 'limit'
      readonly side: 'buy' | 'sell'
      readonly asset: Asset
      readonly quantity: bigint
      readonly price: bigint
      readonly timeInForce: 'gtc' | 'day' | 'ioc'
      readonly key: Key
    }
  | { readonly kind: 'cancel'; readonly nth: number }

type Asset = 'AAA' | 'BBB'
type Key = string | undefined

/** The replica that serves a step ends at its nth request to the database, before or after it took effect. */
export type Crash = { readonly atRequest: number; readonly tookEffect: boolean }

export type Step =
  /** Everyone acts at the same time, each one act after the other. */
  | {
      readonly kind: 'acts'
      readonly acts: readonly (readonly Act[])[]
      readonly faults: readonly Fault[]
      readonly crash: Crash | undefined
    }
  /** A price moves and several replicas match at once. */
  | {
      readonly kind: 'price'
      readonly asset: Asset
      readonly price: bigint
      readonly replicas: number
      readonly faults: readonly Fault[]
      readonly crash: Crash | undefined
    }
  | { readonly kind: 'next day' }

export const USERS = 3

const key = fc.option(fc.constantFrom('a', 'b', 'c', 'd'), { nil: undefined })
const side = fc.constantFrom('buy' as const, 'sell' as const)
const asset = fc.constantFrom<Asset>('AAA', 'BBB')
const price = fc.oneof(
  fc.integer({ min: 5, max: 15 }).map((dollars) => BigInt(dollars) * 10n ** 12n),
  fc.bigInt({ min: 5n * 10n ** 12n, max: 15n * 10n ** 12n }),
)
const quantity = fc.oneof(
  fc.integer({ min: 1, max: 8 }).map((whole) => BigInt(whole) * 10n ** 8n),
  fc.bigInt({ min: 1n, max: 8n * 10n ** 8n }),
)

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    kind: fc.constant('move' as const),
    type: fc.constantFrom('DEPOSIT' as const, 'DEPOSIT' as const, 'WITHDRAW' as const),
    cents: fc.bigInt({ min: 1n, max: 20_000n }),
    key,
  }),
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('market' as const),
      side,
      asset,
      size: fc.oneof(
        quantity.map((units) => ({ quantity: units })),
        fc.bigInt({ min: 1n, max: 9_000n }).map((dollars) => ({ dollars })),
      ),
      quote: fc.constantFrom('none' as const, 'none' as const, 'fresh' as const, 'last' as const),
      key,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('limit' as const),
      side,
      asset,
      quantity,
      price,
      timeInForce: fc.constantFrom('gtc' as const, 'gtc' as const, 'day' as const, 'ioc' as const),
      key,
    }),
  },
  fc.record({ kind: fc.constant('cancel' as const), nth: fc.nat({ max: 5 }) }),
)

/** Few enough in a row that an act outlives them: what does not is another test's. */
const faults = fc.array(
  fc.constantFrom<Fault>('none', 'none', 'conflict', 'half-seen', 'error', 'lost-answer', 'twice'),
  { maxLength: 6 },
)

const crash = fc.option(
  fc.record({ atRequest: fc.integer({ min: 1, max: 8 }), tookEffect: fc.boolean() }),
  { nil: undefined, freq: 2 },
)

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('acts' as const),
      acts: fc.array(fc.array(act, { maxLength: 3 }), { minLength: USERS, maxLength: USERS }),
      faults,
      crash,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('price' as const),
      asset,
      price,
      replicas: fc.integer({ min: 1, max: 3 }),
      faults,
      crash,
    }),
  },
  fc.constant<Step>({ kind: 'next day' }),
)

export const program = fc.array(step, { minLength: 1, maxLength: 12 })
