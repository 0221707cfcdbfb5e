import { expect, it } from 'vitest'

import { dayCurve } from './day-curve'

it('begins where the change of the day is counted from, whatever the first hour says', () => {
  expect(dayCurve(['98.00', '101.00', '99.00'], '-1.00')).toEqual([100, 98, 101, 99])
  expect(dayCurve(['120.00', '110.00'], '10.00').map(Math.round)).toEqual([100, 120, 110])
})

it('stays as it is without prices, or with a change that cannot be', () => {
  expect(dayCurve([], '1.00')).toEqual([])
  expect(dayCurve(['1.00'], '-100.00')).toEqual([1])
})
