import { divideNearest } from '@cnop/money/rounding'
import { cash, price, quantity } from '@cnop/money/scaled'
import fc from 'fast-check'
import { expect, it } from 'vitest'

import { flowsOf } from '#src/domain/history/flows'
import { EMPTY, withGrowth } from '#src/domain/history/growth'
import { NOTHING, positionsAt } from '#src/domain/history/position'
import { returnsOf } from '#src/domain/history/returns'
import { valuation } from '#src/domain/history/value-point'

const MINUTE_MS = 60_000
const DAY_MS = 1_440 * MINUTE_MS
const START_MS = 20_000 * DAY_MS
const CENT_WORTH = 10n ** 18n

const priced = (units: bigint) => ({
  price: price(units),
  source: 'simulated' as const,
  basis: 'minute' as const,
})

type Step = { readonly paidIn: bigint; readonly buys: bigint; readonly price: bigint }

const change = (atMs: number, paidIn: bigint, cents: bigint, units = 0n) => ({
  atMs,
  paidIn: cash(paidIn),
  cash: cash(cents),
  assetId: units === 0n ? undefined : 'SOL',
  quantity: quantity(units),
})

/** Each step is ten hours after the one before: a flow, and in the minute after it a fill. */
const changesOf = (steps: readonly Step[]) =>
  steps.flatMap(({ paidIn, buys, price: at }, index) => {
    const atMs = START_MS + index * 600 * MINUTE_MS
    return [
      change(atMs, paidIn, paidIn),
      change(atMs + MINUTE_MS, 0n, -(buys * at) / CENT_WORTH, buys),
    ]
  })

const priceAt = (steps: readonly Step[], atMs: number): bigint =>
  steps.findLast((_, index) => START_MS + index * 600 * MINUTE_MS <= atMs)?.price ?? 1n

const measured = async (steps: readonly Step[]) => {
  const changes = changesOf(steps)
  const days = Array.from(
    { length: Math.ceil((steps.length * 600) / 1_440) },
    (_, index) => START_MS + (index + 1) * DAY_MS,
  )
  const positions = positionsAt(NOTHING, changes, days)
  const points = days.map((atMs, index) =>
    valuation(atMs, positions[index] ?? NOTHING, () => priced(priceAt(steps, atMs))),
  )
  const momentPrices = async ({ at }: { readonly at: readonly number[] }) =>
    new Map([['SOL', new Map(at.map((ms) => [ms, priced(priceAt(steps, ms))]))]])
  const flows = flowsOf(NOTHING, changes)
  return returnsOf({
    points: await withGrowth(momentPrices, { origin: EMPTY, flows, points }),
    startsAtZero: true,
  })
}

/** The product of `V before / V after the flow before` over all flows, as one fraction without rounding. */
const exactly = (steps: readonly Step[]): { readonly top: bigint; readonly bottom: bigint } => {
  let [top, bottom, dollars, units, base] = [1n, 1n, 0n, 0n, 0n]
  const value = (at: bigint) => dollars * CENT_WORTH + units * at
  const part = (end: bigint) => {
    if (base === 0n) return
    top *= end
    bottom *= base
  }
  for (const { paidIn, buys, price: at } of steps) {
    part(value(at))
    dollars += paidIn
    base = value(at)
    dollars -= (buys * at) / CENT_WORTH
    units += buys
  }
  part(value(steps.at(-1)?.price ?? 1n))
  return { top, bottom }
}

it('a time-weighted return is that of exact fractions, to the nearest hundredth of a percent', async () => {
  const step = fc.record({
    paidIn: fc.bigInt({ min: 10_000n, max: 10n ** 8n }),
    buys: fc.bigInt({ min: 0n, max: 10n ** 8n }),
    price: fc.bigInt({ min: 10n ** 10n, max: 9n * 10n ** 13n }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const { top, bottom } = exactly(steps)
      const { timeWeighted } = await measured(steps)
      expect(timeWeighted).toBe(divideNearest((top - bottom) * 10_000n, bottom))
    }),
  )
})

it('withdrawing nearly everything after a loss of a cent loses no percent', async () => {
  const moments = [0, 60, 120].map((minutes) => START_MS + minutes * MINUTE_MS)
  const [begin = 0, loss = 0, end = 0] = moments
  const changes = [
    change(begin, 1_000_000n, 1_000_000n),
    change(loss, 0n, -1n),
    change(end, -999_999n, -999_999n),
  ]
  const [position = NOTHING] = positionsAt(NOTHING, changes, [START_MS + DAY_MS])
  const points = await withGrowth(async () => new Map(), {
    origin: EMPTY,
    flows: flowsOf(NOTHING, changes),
    points: [valuation(START_MS + DAY_MS, position, () => undefined)],
  })
  expect(returnsOf({ points, startsAtZero: true })).toEqual({
    timeWeighted: 0n,
    moneyWeighted: undefined,
    basis: 'minute',
  })
  expect(points[0]?.growth).toBe(999_999n * 10n ** 18n)
})

it('many flows of one day are valued by the hour, or at its begin, so that a day costs so much at most', () => {
  const held = { ...NOTHING, quantities: new Map([['SOL', quantity(1n)]]) }
  const flows = (count: number, assets = 1) =>
    flowsOf(
      {
        ...held,
        quantities: new Map(
          Array.from({ length: assets }, (_, index) => [`A${index}`, quantity(1n)]),
        ),
      },
      Array.from({ length: count }, (_, index) => change(START_MS + index * MINUTE_MS, 100n, 100n)),
    )
  const resolutions = (...given: Parameters<typeof flows>) => [
    ...new Set(flows(...given).map(({ resolution }) => resolution)),
  ]
  expect(resolutions(1_200)).toEqual(['minute'])
  expect(resolutions(1_201)).toEqual(['hour'])
  expect(resolutions(1_440, 100)).toEqual(['day'])
})
