import { parsePrice } from '@cnop/money/text'
import { expect, it } from 'vitest'

import { limitShortcuts } from './limit-shortcuts'

it('offers the market and prices below it for a purchase, above it for a sale', () => {
  expect(limitShortcuts('buy', parsePrice('64250.37'))).toEqual([
    { label: 'At market', limitPrice: '64250.37' },
    { label: '−1 %', limitPrice: '63607.866' },
    { label: '−5 %', limitPrice: '61037.852' },
  ])
  expect(limitShortcuts('sell', parsePrice('0.00001121289'))).toEqual([
    { label: 'At market', limitPrice: '0.00001121289' },
    { label: '+1 %', limitPrice: '0.000011325018' },
    { label: '+5 %', limitPrice: '0.000011773534' },
  ])
})
