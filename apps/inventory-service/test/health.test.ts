import { Health } from '@cnop/contracts/health'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { startInventoryService, type InventoryService } from './inventory-service.ts'

let service: InventoryService

beforeEach(async () => {
  service = await startInventoryService()
})
afterEach(async () => await service.app.close())

describe('GET /health', () => {
  it('200: while prices follow the clock', async () => {
    service.advance(60_000)
    const answer = await service.app.inject('/health')
    expect(answer.statusCode).toBe(200)
    expect(Health.parse(answer.json())).toMatchObject({
      service: 'inventory-service',
      checks: { prices: { status: 'healthy' } },
    })
  })

  it('503: when prices stand still, for nobody may take old ones for new', async () => {
    service.stall(11_000)
    const answer = await service.app.inject('/health/ready')
    expect(answer.statusCode).toBe(503)
    expect(Health.parse(answer.json()).checks['prices']?.status).toBe('unhealthy')
    expect((await service.app.inject('/health/live')).statusCode).toBe(200)
  })
})

describe('GET /openapi.json', () => {
  it('200: describes the routes as the contract does', async () => {
    const { paths } = (await service.app.inject('/openapi.json')).json()
    expect(Object.keys(paths).toSorted()).toEqual([
      '/admin/assets/{id}',
      '/internal/candles/closes',
      '/internal/candles/prices',
      '/inventory/assets',
      '/inventory/assets/{id}',
      '/inventory/assets/{id}/candles',
      '/market/stream',
    ])
  })
})
