import { consumptionOf } from '@cnop/common/testing/measured-consumption'
import { expect, it } from 'vitest'

import costs from '../../../infra/capacity/act-costs.json' with { type: 'json' }
import { startOrderService } from './order-service.ts'

const ROUTE = { method: 'POST', route: '/orders' }

it('an order asks of the database what the model of costs says', async () => {
  const service = await startOrderService()
  service.setPrice('BTC', '100.00')
  const { headers } = await service.newTrader('10000.00')
  const place = async (body: object) =>
    await consumptionOf(service.app, ROUTE, async () => {
      const { statusCode } = await service.app.inject({ ...ROUTE, url: '/orders', headers, body })
      expect(statusCode).toBe(201)
    })

  const bought = { order_type: 'market_buy', asset_id: 'BTC', quantity: '2' }
  // The first buy makes the holding that later ones add to.
  await place(bought)
  expect(await place(bought)).toEqual(costs['market buy'])
  expect(await place({ ...bought, order_type: 'market_sell', quantity: '1' })).toEqual(
    costs['market sell'],
  )
  const limit = { order_type: 'limit_buy', asset_id: 'BTC', quantity: '1', price: '50.00' }
  await place(limit)
  expect(await place(limit)).toEqual(costs['limit order that waits'])
})
