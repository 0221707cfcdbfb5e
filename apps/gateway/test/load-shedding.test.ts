import type { ServerResponse } from 'node:http'

import { signedInAs, testTokens } from '@cnop/common/testing/test-tokens'
import type { LimitClass } from '@cnop/contracts/endpoint'
import { afterEach, beforeEach, expect, it } from 'vitest'

import { MOST_UNDER_PRESSURE } from '#src/admission/load-shedding'

import { problemOf, startGateway, startStandIn, type StandIn } from './gateway.ts'

const alice = signedInAs(testTokens(), 'alice_trader')
const ORDER = {
  method: 'POST',
  headers: { ...alice, 'content-type': 'application/json' },
  body: '{}',
}

let service: StandIn
let gateway: Awaited<ReturnType<typeof startGateway>>
let high: boolean
let held: ServerResponse[]
let waiting: Promise<Response>[]

beforeEach(async () => {
  high = true
  held = []
  waiting = []
  service = await startStandIn()
  gateway = await startGateway({ serviceUrl: service.url, pressure: { isHigh: () => high } })
  service.respond((request, response) => {
    if (request.url.startsWith('/orders?limit=')) held.push(response)
    else response.end('{}')
  })
})
afterEach(async () => {
  await letGo()
  await gateway.close()
  await service.close()
})

/** Orders on their way that their service does not answer yet, up to what the class is still served with. */
const keepBusy = async (limit: LimitClass): Promise<void> => {
  while (waiting.length < MOST_UNDER_PRESSURE[limit])
    waiting.push(fetch(`${gateway.url}/api/v1/orders?limit=1`, { ...ORDER }))
  await expect.poll(() => held.length, { timeout: 10_000 }).toBe(waiting.length)
}

const letGo = async (): Promise<void> => {
  for (const response of held) response.end('{}')
  await Promise.all(waiting)
  held = []
  waiting = []
}

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
  await keepBusy('public')
  expect(await statuses()).toEqual([503, 200, 200, 200])
  await keepBusy('reads')
  expect(await statuses()).toEqual([503, 503, 200, 200])
  await keepBusy('trading')
  expect(await statuses()).toEqual([503, 503, 503, 200])
  await letGo()
  expect(await statuses()).toEqual([200, 200, 200, 200])
})

it('no one is turned away while this process keeps up, however many services are waited for', async () => {
  high = false
  await keepBusy('trading')
  expect(await statuses()).toEqual([200, 200, 200, 200])
})

it('those who left are not counted any more', async () => {
  const leaving = new AbortController()
  const init = { ...ORDER, signal: leaving.signal }
  const left = Array.from({ length: MOST_UNDER_PRESSURE.public }, () =>
    fetch(`${gateway.url}/api/v1/orders?limit=1`, init).catch(() => {}),
  )
  await expect.poll(() => held.length, { timeout: 10_000 }).toBe(left.length)
  expect((await statuses())[0]).toBe(503)
  leaving.abort()
  await Promise.all(left)
  await expect.poll(async () => (await statuses())[0], { timeout: 10_000 }).toBe(200)
})

it('whoever is turned away is told when to come back, no service is asked, and it is counted', async () => {
  await keepBusy('public')
  service.seen()
  const answer = await fetch(`${gateway.url}/api/v1/inventory/assets`)
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2'])
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  expect((await problemOf(answer)).code).toBe('SERVICE_UNAVAILABLE')
  expect(service.seen()).toEqual([])
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text()
  expect(metrics).toContain('gateway_shed_total{limit="public",service="gateway"} 1')
  expect(metrics).toContain('gateway_pressure{service="gateway"} 1')
})
