import { parsePrice } from '@cnop/money/text'
import { expect, it } from 'vitest'

import { assertWithinSlippage } from './slippage.ts'

const limit = { hundredths: 50n, expectedPrice: parsePrice('100') }

const check = (side: 'buy' | 'sell', price: string) => () =>
  assertWithinSlippage(side, parsePrice(price), limit)

it.each([
  ['buy', '100.50'],
  ['buy', '1'],
  ['sell', '99.50'],
  ['sell', '1000'],
] as const)('with 0.50 %% a %s at %s instead of 100 is fair', (side, price) => {
  expect(check(side, price)).not.toThrow()
})

it.each([
  ['buy', '100.500000000001'],
  ['sell', '99.499999999999'],
] as const)('with 0.50 %% a %s at %s instead of 100 is refused', (side, price) => {
  expect(check(side, price)).toThrow('Nothing was moved')
})
