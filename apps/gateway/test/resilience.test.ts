import { signedInAs, testTokens } from '@cnop/common/testing/test-tokens'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { healthOf, problemOf, startGateway, startStandIn, type StandIn } from './gateway.ts'

let service: StandIn
let gateway: Awaited<ReturnType<typeof startGateway>>
const alice = signedInAs(testTokens(), 'alice_trader')

// Each test has a gateway of its own: what one service does is remembered.
beforeEach(async () => {
  service = await startStandIn()
  gateway = await startGateway({ serviceUrl: service.url })
})
afterEach(async () => {
  await gateway.close()
  await service.close()
})

const call = (path: string, init: RequestInit = {}) => fetch(`${gateway.url}${path}`, init)

describe('metrics', () => {
  it('are for our own networks: 404 through any proxy', async () => {
    expect((await call('/metrics')).status).toBe(200)
    for (const headers of [{ 'x-forwarded-for': '6.6.6.6' }, { forwarded: 'for=6.6.6.6' }]) {
      const answer = await call('/metrics', { headers })
      expect([answer.status, (await problemOf(answer)).code]).toEqual([404, 'NOT_FOUND'])
    }
  })
})

describe('health', () => {
  it.each(['/health', '/health/ready', '/api/v1/health'])(
    'at %s names no address and no error of a socket, and through a proxy no detail at all',
    async (path) => {
      const nowhere = await startStandIn()
      await nowhere.close()
      const redisUrl = 'redis://127.0.0.1:1'
      const alone = await startGateway({ serviceUrl: nowhere.url, redisUrl })
      for (const headers of [
        {},
        { 'x-forwarded-for': '6.6.6.6' },
        { 'x-forwarded-for': 'unknown' },
        { forwarded: 'for=6.6.6.6' },
      ]) {
        const text = await (await fetch(`${alone.url}${path}`, { headers })).text()
        expect(text).toContain('"degraded"')
        expect(text).not.toMatch(/ECONN|ENOTFOUND|connect|127\.0\.0\.1|:\d{2,5}\b(?!:)(?!\.)|UND_/)
        expect(text.includes('detail')).toBe(Object.keys(headers).length === 0)
      }
      await alone.close()
    },
  )
})

describe('a service that fails', () => {
  it('502 when the service breaks off, asked twice, with nothing internal in it', async () => {
    service.respond((_request, response) => response.destroy())
    const answer = await call('/api/v1/orders', { headers: alice })
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([502, '1'])
    expect(service.seen()).toHaveLength(2)
    const body = await answer.text()
    expect(body).toContain('BAD_GATEWAY')
    expect(body).not.toMatch(/ECONN|socket|127\.0\.0\.1|undici|UND_/i)
  })

  it.each([
    ['a POST without a key', {}, 1],
    ['a POST with a key, which takes effect once', { 'idempotency-key': 'k' }, 2],
  ])(
    '502 when the service breaks off: %s is sent as often as is safe',
    async (_what, key, times) => {
      service.respond((_request, response) => response.destroy())
      const headers = { ...alice, ...key, 'content-type': 'application/json' }
      const answer = await call('/api/v1/orders', { method: 'POST', headers, body: '{}' })
      expect([answer.status, service.seen().length]).toEqual([502, times])
    },
  )

  it('502 when a service broke off and is gone when it is asked again: what was asked may have happened', async () => {
    service.respond((_request, response) => {
      response.destroy()
      void service.close()
    })
    const headers = { ...alice, 'idempotency-key': 'k', 'content-type': 'application/json' }
    const answer = await call('/api/v1/orders', { method: 'POST', headers, body: '{}' })
    const problem = await problemOf(answer)
    expect([answer.status, problem.code]).toEqual([502, 'BAD_GATEWAY'])
    expect(problem.detail).not.toContain('Nothing was done')
  })

  it('502 at once on a route that knows no key, though one is sent', async () => {
    service.respond((_request, response) => response.destroy())
    const headers = { ...alice, 'idempotency-key': 'k', 'content-type': 'application/json' }
    const answer = await call('/api/v1/auth/api-keys', { method: 'POST', headers, body: '{}' })
    expect([answer.status, service.seen().length]).toEqual([502, 1])
  })

  it('200 when a service that broke off answers the second time', async () => {
    let times = 0
    service.respond((_request, response) => {
      times += 1
      if (times === 1) response.destroy()
      else response.end('{}')
    })
    expect((await call('/api/v1/orders', { headers: alice })).status).toBe(200)
  })

  it('503 at once, without asking, while a service keeps breaking off, and 200 once it is back', async () => {
    const ask = () => call('/api/v1/inventory/assets')
    service.respond((_request, response) => response.destroy())
    for (let times = 0; times < 3; times += 1) await ask()
    service.seen()
    const refused = await ask()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1'])
    expect(service.seen()).toEqual([])
    const metrics = await (await call('/metrics')).text()
    expect(metrics).toContain(
      'gateway_breaker_state{upstream="inventory-service",state="open",service="gateway"} 1',
    )
    service.respond((_request, response) => response.end('{}'))
    await expect.poll(async () => (await ask()).status, { timeout: 10_000 }).toBe(200)
  })

  it('refuses no one of many at once as soon as health is green again', async () => {
    const ask = async () => (await call('/api/v1/inventory/assets')).status
    service.respond((_request, response) => response.destroy())
    for (let times = 0; times < 3; times += 1) await ask()
    expect(await ask()).toBe(503)
    service.respond(({ url }, response) => {
      // As long as real work takes, so that requests overlap.
      if (url.startsWith('/health')) response.end('{}')
      else setTimeout(() => response.end('{}'), 20)
    })
    await expect
      .poll(async () => (await healthOf(gateway.url)).status, { interval: 5, timeout: 10_000 })
      .toBe('healthy')
    const statuses = await Promise.all(Array.from({ length: 40 }, ask))
    expect(new Set(statuses)).toEqual(new Set([200]))
  })

  it('finds out by a probe of its own that the service is back, at the cost of no request', async () => {
    const ask = async () => (await call('/api/v1/inventory/assets')).status
    service.respond((_request, response) => response.destroy())
    for (let times = 0; times < 3; times += 1) await ask()
    const probes: string[] = []
    service.respond(({ url }, response) => {
      probes.push(url)
      response.end('{}')
    })
    service.seen()
    await expect.poll(() => probes, { interval: 5, timeout: 10_000 }).toEqual(['/health/live'])
    await expect.poll(ask, { interval: 1, timeout: 1_000 }).toBe(200)
    expect(service.seen()).toHaveLength(1)
  })

  it('503 with Retry-After when the service is not there', async () => {
    const nowhere = await startStandIn()
    await nowhere.close()
    const alone = await startGateway({ serviceUrl: nowhere.url })
    const answer = await fetch(`${alone.url}/api/v1/inventory/assets`)
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2'])
    expect((await problemOf(answer)).code).toBe('SERVICE_UNAVAILABLE')
    const health = await healthOf(alone.url)
    expect([health.status, health.checks['order-service']]).toEqual([
      'degraded',
      { status: 'degraded', detail: 'does not answer' },
    ])
    await alone.close()
  })

  it('503, and nothing was done, when no way leads to the service', async () => {
    const alone = await startGateway({ serviceUrl: 'http://255.255.255.255' })
    const headers = { ...alice, 'content-type': 'application/json' }
    const order = { method: 'POST', headers, body: '{}' }
    const answer = await fetch(`${alone.url}/api/v1/orders`, order)
    expect(answer.status).toBe(503)
    expect((await problemOf(answer)).detail).toContain('Nothing was done')
    await alone.close()
  })
})
