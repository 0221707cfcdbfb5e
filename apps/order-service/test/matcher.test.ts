import { auditLedger } from '@cnop/common/ledger/audit/audit-ledger'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { startOrderService, type OrderService, type Trader } from './order-service.ts'

let service: OrderService
let trader: Trader

beforeAll(async () => {
  service = await startOrderService()
})
afterAll(async () => await service.app.close())
beforeEach(async () => {
  service.setPrice('BTC', '100.00')
  trader = await service.newTrader('200.00')
})

const limitBuy = { order_type: 'limit_buy', asset_id: 'BTC', quantity: '2', price: '90.00' }

const placed = async (payload: object): Promise<string> => {
  const { headers } = trader
  const answer = await service.app.inject({ method: 'POST', url: '/orders', headers, payload })
  expect(answer.statusCode).toBe(201)
  return answer.json().order_id
}

const statusOf = async (id: string): Promise<string> => {
  const { headers } = trader
  return (await service.app.inject({ url: `/orders/${id}/status`, headers })).json().status
}

describe('the matcher', () => {
  it('fills nothing more once trading is halted, in the middle of a round too', async () => {
    const id = await placed(limitBuy)
    service.setPrice('BTC', '80.00')
    const { middlewareStack } = service.ledger.database.documents
    middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          // The round has met the order in the book and reads it.
          if (commandName?.startsWith('Get')) service.setPrice('BTC', '80.00', { isActive: false })
          return await next(args)
        },
      { step: 'initialize', name: 'haltMeanwhile' },
    )
    await service.match()
    middlewareStack.remove('haltMeanwhile')
    expect(await statusOf(id)).toBe('queued')
    service.setPrice('BTC', '80.00')
    await service.match()
    expect(await statusOf(id)).toBe('completed')
  })

  it('ends day orders that no price meets also after months without it, and then looks no further', async () => {
    const id = await placed({ ...limitBuy, time_in_force: 'day' })
    service.passSeconds(300 * 86_400)
    service.setPrice('BTC', '100.00')
    const round = service.startMatcher()
    await round()
    expect(await statusOf(id)).toBe('expired')
    expect((await auditLedger(service.ledger, trader)).findings).toEqual([])
    service.databaseCalls()
    await round()
    // Seven days, which sides have orders, and the four shards of the one that has.
    expect(service.databaseCalls()).toHaveLength(7 + 1 + 4)
  })
})
