import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { basis, cash, price, quantity } from './scaled.ts'
import {
  parseCash,
  parsePrice,
  parseQuantity,
  printCash,
  printPrice,
  printQuantity,
} from './text.ts'
import {
  averageCost,
  toBasis,
  costOf,
  costShare,
  percentageOf,
  proceedsOf,
  quantityForBudget,
  quantityForProceeds,
  valueOf,
} from './trade.ts'

const quantities = fc.bigInt({ min: 1n, max: 10n ** 18n }).map(quantity)
const prices = fc.bigInt({ min: 1n, max: 10n ** 18n }).map(price)
const steps = fc.integer({ min: 0, max: 8 }).map((places) => quantity(10n ** BigInt(places)))
const amounts = fc.bigInt({ min: 1n, max: 10n ** 12n }).map(cash)

describe('the arithmetic of a trade', () => {
  it('rounds what is paid up to the cent and what is received down', () => {
    const third = parseQuantity('0.33333333')
    const ten = parsePrice('10')
    expect(printCash(costOf(third, ten))).toBe('3.34')
    expect(printCash(proceedsOf(third, ten))).toBe('3.33')
    expect(printCash(valueOf(third, ten))).toBe('3.33')
  })

  it('never lets buying and selling at one price make money, nor lose more than a cent', () => {
    fc.assert(
      fc.property(quantities, prices, (amount, at) => {
        const lost = costOf(amount, at) - proceedsOf(amount, at)
        expect(lost === 0n || lost === 1n).toBe(true)
      }),
    )
  })

  it('never lets splitting a purchase make it cheaper', () => {
    fc.assert(
      fc.property(quantities, quantities, prices, (a, b, at) => {
        expect(costOf(a, at) + costOf(b, at)).toBeGreaterThanOrEqual(costOf(quantity(a + b), at))
      }),
    )
  })

  it('spends at most the budget, and could not buy one step more for it', () => {
    fc.assert(
      fc.property(amounts, prices, steps, (budget, at, step) => {
        const bought = quantityForBudget(budget, at, step)
        expect(bought % step).toBe(0n)
        expect(costOf(bought, at)).toBeLessThanOrEqual(budget)
        expect(costOf(quantity(bought + step), at)).toBeGreaterThan(budget)
      }),
    )
  })

  it('sells enough for the target, and one step less would not do', () => {
    fc.assert(
      fc.property(amounts, prices, steps, (target, at, step) => {
        const sold = quantityForProceeds(target, at, step)
        expect(sold % step).toBe(0n)
        expect(proceedsOf(sold, at)).toBeGreaterThanOrEqual(target)
        expect(proceedsOf(quantity(sold - step), at)).toBeLessThan(target)
      }),
    )
  })

  it('takes the whole cost out with the whole holding, in whatever steps', () => {
    fc.assert(
      fc.property(amounts, fc.array(quantities, { minLength: 1, maxLength: 8 }), (cost, sales) => {
        let held = sales.reduce((sum, sale) => sum + sale, 0n)
        let left: bigint = cost
        for (const sold of sales) {
          const share = costShare(basis(left), sold, quantity(held))
          expect(share).toBeGreaterThanOrEqual(0n)
          left -= share
          held -= sold
        }
        expect(left).toBe(0n)
      }),
    )
  })

  it('keeps the average cost through partial sales, to within the last of 12 places', () => {
    fc.assert(
      fc.property(amounts, fc.array(quantities, { minLength: 2, maxLength: 30 }), (paid, sales) => {
        let held = sales.reduce((sum, sale) => sum + sale, 0n)
        let cost: bigint = toBasis(paid)
        const average = averageCost(basis(cost), quantity(held))
        for (const sold of sales.slice(1)) {
          cost -= costShare(basis(cost), sold, quantity(held))
          held -= sold
          const drift = averageCost(basis(cost), quantity(held)) - average
          expect(drift < 0n ? -drift : drift).toBeLessThanOrEqual(1n)
        }
      }),
    )
  })

  it('shows averages and shares to the nearest digit', () => {
    const average = averageCost(toBasis(parseCash('100.00')), parseQuantity('3'))
    expect(printPrice(average)).toBe('33.333333333333')
    expect(percentageOf(parseCash('1'), parseCash('3'))).toBe('33.33')
    expect(percentageOf(parseCash('-1'), parseCash('3'))).toBe('-33.33')
    expect(percentageOf(parseCash('1'), parseCash('0'))).toBe('0.00')
    expect(
      printQuantity(quantityForBudget(parseCash('250.00'), parsePrice('64250'), quantity(1n))),
    ).toBe('0.00389105')
  })
})
