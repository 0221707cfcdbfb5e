import { expect, it } from 'vitest'

import { chosenPeriod } from './chosen-period'

it('an end before the beginning is not asked for', () => {
  expect(chosenPeriod('2031-05-02', '2031-05-01')).toEqual({ from: '2031-05-02', to: undefined })
  expect(chosenPeriod('2031-05-01', '2031-05-01')).toEqual({ from: '2031-05-01', to: '2031-05-01' })
})

it('a day that is not chosen is no limit', () => {
  expect(chosenPeriod('', '2031-05-01')).toEqual({ from: undefined, to: '2031-05-01' })
  expect(chosenPeriod('', '')).toEqual({ from: undefined, to: undefined })
})
