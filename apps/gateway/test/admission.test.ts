import '@cnop/common/testing/provided-context'
import { signedInAs, testTokens } from '@cnop/common/testing/test-tokens'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'

import { healthOf, problemOf, startGateway, startStandIn, type StandIn } from './gateway.ts'

type Gateway = Awaited<ReturnType<typeof startGateway>>

let service: StandIn
const gateways: Gateway[] = []

beforeAll(async () => {
  service = await startStandIn()
})
afterEach(async () => {
  await Promise.all(gateways.splice(0).map((gateway) => gateway.close()))
})
afterAll(async () => await service.close())

const start = async (options: Partial<Parameters<typeof startGateway>[0]> = {}) => {
  const gateway = await startGateway({ serviceUrl: service.url, ...options })
  gateways.push(gateway)
  return gateway
}

const balance = (gateway: Gateway, headers: Record<string, string>) =>
  fetch(`${gateway.url}/api/v1/balance`, { headers })

let traders = 0
/** Someone no other test counts against, also in a Redis that outlives the test. */
const someone = () => {
  traders += 1
  return signedInAs(testTokens(), `user_${process.pid}_${traders}`)
}

describe('the end of a session', () => {
  const endsSession = (sessionId: string) =>
    service.respond((request, response) => {
      if (request.url === '/auth/logout')
        response.setHeader('x-revoked-access', `session:${sessionId}`)
      response.end('{}')
    })
  const logOut = (gateway: Gateway, headers: Record<string, string>) =>
    fetch(`${gateway.url}/api/v1/auth/logout`, { method: 'POST', headers })

  it('stops its token at once, and no other, on this gateway without Redis', async () => {
    const gateway = await start()
    const [leaver, stayer] = [
      signedInAs(testTokens(), 'the_leaver'),
      signedInAs(testTokens(), 'the_stayer'),
    ]
    endsSession('session-of-the_leaver')
    expect((await logOut(gateway, leaver)).status).toBe(200)
    expect((await balance(gateway, leaver)).status).toBe(401)
    expect((await balance(gateway, stayer)).status).toBe(200)
  })

  it('stops its token at once on every gateway that shares a Redis', async () => {
    const redisUrl = inject('redisUrl')
    const [one, two] = [await start({ redisUrl }), await start({ redisUrl })]
    const name = `leaver_${process.pid}`
    const leaver = signedInAs(testTokens(), name)
    expect((await balance(two, leaver)).status).toBe(200)
    endsSession(`session-of-${name}`)
    await logOut(one, leaver)
    expect((await balance(two, leaver)).status).toBe(401)
  })
})

describe('limits', () => {
  const statuses = async (requests: Promise<Response>[]) =>
    (await Promise.all(requests)).map(({ status }) => status).toSorted()

  it('refuse what is above them with 429, Retry-After and a count that clients can follow', async () => {
    const gateway = await start({ limits: { reads: 2 } })
    const headers = someone()
    const first = await balance(gateway, headers)
    expect(first.headers.get('ratelimit-limit')).toBe('2')
    expect(first.headers.get('ratelimit-remaining')).toBe('1')
    await balance(gateway, headers)
    const third = await balance(gateway, headers)
    expect([third.status, (await problemOf(third)).code]).toEqual([429, 'RATE_LIMITED'])
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await balance(gateway, someone())).status).toBe(200)
  })

  it('are exact over several gateways that share a Redis', async () => {
    const options = { limits: { reads: 20 }, redisUrl: inject('redisUrl') }
    const several = [await start(options), await start(options), await start(options)]
    const headers = someone()
    const results = await statuses(
      Array.from({ length: 60 }, (_, i) => balance(several[i % 3] ?? failed(), headers)),
    )
    expect(results.filter((status) => status === 200)).toHaveLength(20)
    expect(results.filter((status) => status === 429)).toHaveLength(40)
  })

  it('count by address whatever X-Forwarded-For says, unless it comes from a trusted proxy', async () => {
    const login = (gateway: Gateway, forwarded: string) =>
      fetch(`${gateway.url}/api/v1/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': forwarded },
        body: '{}',
      })
    const open = await start({ limits: { login: 1 } })
    expect((await login(open, '10.0.0.1')).status).toBe(200)
    expect((await login(open, '10.0.0.2')).status).toBe(429)
    const behind = await start({ limits: { login: 1 }, trustedProxies: ['127.0.0.1'] })
    expect((await login(behind, '10.0.0.1')).status).toBe(200)
    expect((await login(behind, '10.0.0.2')).status).toBe(200)
    expect((await login(behind, '10.0.0.2')).status).toBe(429)
  })

  it('count a /64 of IPv6 as one address, as whoever has one has all of it', async () => {
    const gateway = await start({ limits: { login: 2 }, trustedProxies: ['127.0.0.1'] })
    const login = async (address: string): Promise<number> => {
      const headers = { 'content-type': 'application/json', 'x-forwarded-for': address }
      const url = `${gateway.url}/api/v1/auth/login`
      return (await fetch(url, { method: 'POST', headers, body: '{}' })).status
    }
    expect(await login('2001:db8:1:2::1')).toBe(200)
    expect(await login('2001:db8:1:2::2')).toBe(200)
    expect(await login('2001:db8:1:2:a:b:c:d')).toBe(429)
    expect(await login('2001:db8:1:3::1')).toBe(200)
  })

  it.each([
    ['a port', (port: number) => `203.0.113.7:${port}`],
    ['brackets and a port', (port: number) => `[2001:db8:5:6::7]:${port}`],
    ['a port, behind what is invented', (port: number) => `${port}, 203.0.113.8:${port}`],
  ])('count one address whatever comes with it: %s', async (_what, written) => {
    const gateway = await start({ limits: { login: 2 }, trustedProxies: ['127.0.0.1'] })
    const login = async (forwarded: string): Promise<number> => {
      const headers = { 'content-type': 'application/json', 'x-forwarded-for': forwarded }
      const url = `${gateway.url}/api/v1/auth/login`
      return (await fetch(url, { method: 'POST', headers, body: '{}' })).status
    }
    const ports = [20_001, 20_002, 20_003, 20_004]
    const results: number[] = []
    for (const port of ports) results.push(await login(written(port)))
    expect(results).toEqual([200, 200, 429, 429])
    expect(await login('203.0.113.9:20001')).toBe(200)
  })

  it('count what is no address as the peer, however it is spelt', async () => {
    const gateway = await start({ limits: { login: 2 }, trustedProxies: ['127.0.0.1'] })
    const results: number[] = []
    for (const forwarded of ['unknown', '_hidden', '203.0.113', 'x:1', '[::1'])
      results.push(
        (
          await fetch(`${gateway.url}/api/v1/auth/login`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', 'x-forwarded-for': forwarded },
            body: '{}',
          })
        ).status,
      )
    expect(results).toEqual([200, 200, 429, 429, 429])
  })

  it('hold on each gateway by itself while Redis is not there, and no request fails for it', async () => {
    const gateway = await start({ limits: { reads: 3 }, redisUrl: 'redis://127.0.0.1:1' })
    const headers = someone()
    const results = await statuses(Array.from({ length: 5 }, () => balance(gateway, headers)))
    expect(results).toEqual([200, 200, 200, 429, 429])
    const health = await healthOf(gateway.url)
    expect(health.checks['redis']?.status).toBe('degraded')
  })
})

const failed = (): never => {
  throw new Error('no such gateway')
}
