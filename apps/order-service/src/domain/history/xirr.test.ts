import fc from 'fast-check'
import { expect, it } from 'vitest'

import { annualRate } from '#src/domain/history/xirr'

const rateOf = (...amounts: (readonly [day: number, dollars: number])[]) =>
  annualRate(amounts.map(([day, dollars]) => ({ day, amount: BigInt(dollars * 100) })))

it('the money-weighted return is the one spreadsheets have', () => {
  // The example of XIRR in the manual of Microsoft Excel.
  const rate = rateOf([0, -10_000], [60, 2_750], [303, 4_250], [411, 3_250], [456, 2_750])
  expect(rate).toBeCloseTo(0.373362535, 8)
  expect(rateOf([0, -100], [365, 110])).toBeCloseTo(0.1, 10)
  expect(rateOf([0, -100], [730, 25])).toBeCloseTo(-0.5, 10)
})

it('the money-weighted return is none without a root, and with more than one', () => {
  expect(rateOf()).toBeUndefined()
  expect(rateOf([0, -100])).toBeUndefined()
  expect(rateOf([0, -100], [365, 0])).toBeUndefined()
  // 10 % and 20 %.
  expect(rateOf([0, -100], [365, 230], [730, -132])).toBeUndefined()
  // One root alone of these two is below -99.99 % or above 100,000 %.
  expect(rateOf([0, -1], [365, 2_000])).toBeUndefined()
  expect(rateOf([0, -100_000], [365, 1])).toBeUndefined()
  // All at one date: any rate, or none.
  expect(rateOf([0, -100], [0, 100])).toBeUndefined()
})

it('deposits and withdrawals by turns have a rate where one is shown to be the only one', () => {
  const turns = Array.from({ length: 400 }, (_, day): [number, number] => [
    day,
    day % 2 === 0 ? -100 : 90,
  ])
  expect(rateOf(...turns, [400, 2_100])).toBeCloseTo(0.1, 0)
})

it('the rate that one lump sum grew by is found again, whatever is paid in meanwhile', () => {
  const flow = fc.record({
    day: fc.integer({ min: 0, max: 1_000 }),
    dollars: fc.integer({ min: 10, max: 100_000 }),
  })
  fc.assert(
    fc.property(
      fc.array(flow, { minLength: 1, maxLength: 50 }),
      fc.double({ min: -0.6, max: 3, noNaN: true }),
      (flows, rate) => {
        const end = flows.reduce(
          (sum, { day, dollars }) => sum + dollars * (1 + rate) ** ((1_100 - day) / 365),
          0,
        )
        const paid = flows.toSorted((a, b) => a.day - b.day)
        const found = annualRate([
          ...paid.map(({ day, dollars }) => ({ day, amount: BigInt(-dollars * 100) })),
          { day: 1_100, amount: BigInt(Math.round(end * 100)) },
        ])
        expect(found).toBeCloseTo(rate, 2)
      },
    ),
  )
})
