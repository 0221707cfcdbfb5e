import { parsePrice } from '@cnop/money/text'
import { expect, it } from 'vitest'

import { PriceGuard } from '#src/domain/price-guard'

const MINUTE_MS = 60_000
const reference = parsePrice('100')

const at = (usd: string, minute = 0) => ({ price: parsePrice(usd), atMs: minute * MINUTE_MS })
const judge = (
  guard: PriceGuard,
  next: string,
  last: ReturnType<typeof at> | undefined,
  minute = 5,
) => guard.accepts('BTC', at(next, minute), { last, reference })

it.each([
  ['100', '149', true],
  ['100', '151', false],
  ['100', '67', true],
  ['100', '66', false],
])('from %s to %s within minutes is plausible: %s', (last, next, plausible) => {
  expect(judge(new PriceGuard(), next, at(last))).toBe(plausible)
})

it('a second price that agrees confirms what was held back', () => {
  const guard = new PriceGuard()
  expect(judge(guard, '20', at('100'))).toBe(false)
  expect(guard.heldCount).toBe(1)
  expect(judge(guard, '20', at('100'))).toBe(false)
  expect(judge(guard, '21', at('100'), 6)).toBe(true)
  expect(guard.heldCount).toBe(0)
})

it.each([
  ['11', 1],
  ['10', 1],
  ['9.99', 2],
  ['0.01', 4],
  ['100000', 3],
])(
  'a fall or rise from 100 to %s needs one price more than its %d powers of ten',
  (next, powers) => {
    const guard = new PriceGuard()
    const answers = Array.from({ length: powers + 1 }, (_, minute) =>
      judge(guard, next, at('100'), 5 + minute),
    )
    expect(answers).toEqual([...Array.from({ length: powers }, () => false), true])
  },
)

it('a large jump needs minutes too, however often it is polled', () => {
  const guard = new PriceGuard()
  const answers = [5, 5.5, 6, 6.5, 7, 7.9, 8].map((minute) =>
    judge(guard, '0.01', at('100'), minute),
  )
  expect(answers).toEqual([false, false, false, false, false, false, true])
})

it('prices that drift in small steps confirm nothing', () => {
  const guard = new PriceGuard()
  const steps = ['0.0100', '0.0115', '0.0130', '0.0150', '0.0170', '0.0195', '0.0225', '0.0260']
  const answers = steps.map((usd, minute) => judge(guard, usd, at('100'), 5 + minute))
  expect(answers).toEqual(steps.map(() => false))
})

it('a second wild price that does not agree confirms nothing', () => {
  const guard = new PriceGuard()
  judge(guard, '20', at('100'))
  expect(judge(guard, '400', at('100'))).toBe(false)
})

it('a price that is back to normal is taken, and what was held forgotten', () => {
  const guard = new PriceGuard()
  judge(guard, '20', at('100'))
  expect(judge(guard, '101', at('100'))).toBe(true)
  expect(judge(guard, '20', at('101'))).toBe(false)
})

it('after more than an hour a price may be anywhere that is not absurd for the asset', () => {
  expect(judge(new PriceGuard(), '20', at('100'), 61)).toBe(true)
  expect(judge(new PriceGuard(), '0.01', at('100'), 61)).toBe(false)
})

it('the first price of all is measured by the bundled one', () => {
  expect(judge(new PriceGuard(), '900', undefined)).toBe(true)
  expect(judge(new PriceGuard(), '900000', undefined)).toBe(false)
})

it('one asset says nothing of another', () => {
  const guard = new PriceGuard()
  judge(guard, '20', at('100'))
  expect(guard.accepts('ETH', at('20', 5), { last: at('100'), reference })).toBe(false)
})
