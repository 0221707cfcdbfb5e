import { expect, it } from 'vitest'

import { sentBefore } from './same-terms'

const order = { order_type: 'market_buy', asset_id: 'BTC', quote_amount: '100.00' } as const

it('an order is the same whatever quote it was sent with', () => {
  const earlier = { ...order, quote_id: 'earlier' }
  expect(sentBefore({ ...order, quote_id: 'later' }, [earlier])).toBe(earlier)
  expect(sentBefore({ ...order, expected_price: '1', max_slippage: '1' }, [earlier])).toBe(earlier)
})

it('another amount is another order', () => {
  expect(sentBefore({ ...order, quote_amount: '100.01' }, [order])).toBeUndefined()
})

it('the order of what it says does not matter', () => {
  const earlier = { quote_amount: '100.00', asset_id: 'BTC', order_type: 'market_buy' } as const
  expect(sentBefore(order, [earlier])).toBe(earlier)
})
