import { signedInAs, testTokens } from '@cnop/common/testing/test-tokens'
import { afterEach, beforeEach, expect, it } from 'vitest'

import { problemOf, startGateway, startStandIn, type StandIn } from './gateway.ts'

const alice = signedInAs(testTokens(), 'alice_trader')
const ORDER = {
  method: 'POST',
  headers: { ...alice, 'content-type': 'application/json' },
  body: '{}',
}

let service: StandIn
let gateway: Awaited<ReturnType<typeof startGateway>>
let level: number

beforeEach(async () => {
  level = 0
  service = await startStandIn()
  gateway = await startGateway({ serviceUrl: service.url, pressure: { level: () => level } })
})
afterEach(async () => {
  await gateway.close()
  await service.close()
})

const statuses = async (): Promise<number[]> => {
  const ask = async (path: string, init: RequestInit = {}): Promise<number> =>
    (await fetch(`${gateway.url}${path}`, init)).status
  return [
    await ask('/api/v1/inventory/assets'),
    await ask('/api/v1/balance', { headers: alice }),
    await ask('/api/v1/orders', ORDER),
    await ask('/health'),
  ]
}

it('prices are turned away first, then own reads, then orders, and questions of health never', async () => {
  expect(await statuses()).toEqual([200, 200, 200, 200])
  level = 1 / 3
  expect(await statuses()).toEqual([503, 200, 200, 200])
  level = 2 / 3
  expect(await statuses()).toEqual([503, 503, 200, 200])
  level = 1
  expect(await statuses()).toEqual([503, 503, 503, 200])
  level = 0
  expect(await statuses()).toEqual([200, 200, 200, 200])
})

it('whoever is turned away is told when to come back, no service is asked, and it is counted', async () => {
  level = 1
  const answer = await fetch(`${gateway.url}/api/v1/inventory/assets`)
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2'])
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
  expect((await problemOf(answer)).code).toBe('SERVICE_UNAVAILABLE')
  expect(service.seen()).toEqual([])
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text()
  expect(metrics).toContain('gateway_shed_total{limit="public",service="gateway"} 1')
  expect(metrics).toContain('gateway_pressure{service="gateway"} 1')
})
