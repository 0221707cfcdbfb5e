import { consumptionOf } from '@cnop/common/testing/measured-consumption'
import { expect, it } from 'vitest'

import costs from '../../../infra/capacity/act-costs.json' with { type: 'json' }
import { signUp, startUserService } from './user-service.ts'

it('moving and reading cash asks of the database what the model of costs says', async () => {
  const app = await startUserService()
  const { headers } = await signUp(app)
  const measured = async (method: 'GET' | 'POST', route: string, body?: object) =>
    await consumptionOf(app, { method, route }, async () => {
      const { statusCode } = await app.inject({
        method,
        url: route,
        headers,
        ...(body === undefined ? {} : { body }),
      })
      expect(statusCode).toBe(method === 'GET' ? 200 : 201)
    })

  await measured('POST', '/balance/deposit', { amount: '10' })
  expect(await measured('POST', '/balance/deposit', { amount: '10' })).toEqual(costs.deposit)
  expect(await measured('POST', '/balance/withdraw', { amount: '1' })).toEqual(costs.withdrawal)
  expect(await measured('GET', '/balance')).toEqual(costs.balance)
})
