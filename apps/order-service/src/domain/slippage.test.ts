import { parsePrice } from '@cnop/money/text'
import { expect, it } from 'vitest'

import { assertWithinSlippage } from './slippage.ts'

const limit = { hundredths: 50n, expectedPrice: parsePrice('100') }

const check = (orderType: 'market_buy' | 'market_sell', price: string) => () =>
  assertWithinSlippage(orderType, parsePrice(price), limit)

it.each([
  ['market_buy', '100.50'],
  ['market_buy', '1'],
  ['market_sell', '99.50'],
  ['market_sell', '1000'],
] as const)('with 0.50 %% a %s at %s instead of 100 is fair', (orderType, price) => {
  expect(check(orderType, price)).not.toThrow()
})

it.each([
  ['market_buy', '100.500000000001'],
  ['market_sell', '99.499999999999'],
] as const)('with 0.50 %% a %s at %s instead of 100 is refused', (orderType, price) => {
  expect(check(orderType, price)).toThrow('Nothing was moved')
})
