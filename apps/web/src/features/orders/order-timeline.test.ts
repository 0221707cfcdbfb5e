import { expect, it } from 'vitest'

import { orderOf } from '../../lib/testing/order'
import { timelineOf } from './order-timeline'

const order = orderOf({
  order_type: 'limit_buy',
  price: '0.00001121289',
  time_in_force: 'gtc',
  executed_price: '0.000011212777',
})

it('the limit of an order and the price it filled at are told to the last digit', () => {
  expect(timelineOf(order).map(({ words }) => words)).toEqual([
    'To buy 1,000,000 SHIB at $0.00001121289 or better',
    '1,000,000 SHIB at $0.000011212777, $11.22 in all',
  ])
})
