import { createHmac } from 'node:crypto'

import '@cnop/common/testing/provided-context'
import { TEST_TOKEN_SETTINGS, signedInAs, testTokens } from '@cnop/common/testing/test-tokens'
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

describe('access tokens', () => {
  const key: string = TEST_TOKEN_SETTINGS.JWT_SECRET_KEY
  const now = Math.floor(Date.now() / 1_000)
  const good = {
    sub: 'alice_trader',
    role: 'customer',
    sid: 'session',
    jti: 'id',
    token_use: 'access',
    iss: 'cloud-native-order-processor',
    aud: 'cloud-native-order-processor-api',
    iat: now,
    exp: now + 600,
  }
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = (header: object, claims: object, secret = key, hash = 'sha256') => {
    const input = `${part(header)}.${part(claims)}`
    return `${input}.${createHmac(hash, secret).update(input).digest('base64url')}`
  }
  const sign = (claims: object) => signed({ alg: 'HS256', typ: 'JWT' }, claims)
  const unsigned = (alg: string) => `${part({ alg, typ: 'JWT' })}.${part(good)}`
  const without = (name: string) =>
    Object.fromEntries(Object.entries(good).filter(([claim]) => claim !== name))

  it('let a good one through', async () => {
    const gateway = await start()
    const answer = await balance(gateway, { authorization: `Bearer ${sign(good)}` })
    expect(answer.status).toBe(200)
  })

  it.each([
    ['no signature, alg none', `${unsigned('none')}.`],
    ['alg None', `${unsigned('NonE')}.x`],
    ['another algorithm', signed({ alg: 'HS512', typ: 'JWT' }, good, key, 'sha512')],
    ['another key', signed({ alg: 'HS256', typ: 'JWT' }, good, 'x'.repeat(40))],
    ['a changed payload', sign(good).replace(/\.[^.]+\./, `.${part({ ...good, role: 'admin' })}.`)],
    ['a header it must not ignore', signed({ alg: 'HS256', crit: ['b64'], b64: false }, good)],
    ['no expiry', sign(without('exp'))],
    ['an expiry in the past', sign({ ...good, exp: now - 60 })],
    ['an expiry that is text', sign({ ...good, exp: String(now + 600) })],
    ['an issue time in the future', sign({ ...good, iat: now + 3600 })],
    ['not yet valid', sign({ ...good, nbf: now + 3600 })],
    ['another issuer', sign({ ...good, iss: 'someone-else' })],
    ['another audience', sign({ ...good, aud: 'someone-else' })],
    ['no audience', sign(without('aud'))],
    ['no session', sign(without('sid'))],
    ['no subject', sign(without('sub'))],
    ['another use', sign({ ...good, token_use: 'refresh' })],
    ['a role there is not', sign({ ...good, role: 'root' })],
    ['a subject no user can have', sign({ ...good, sub: 'a#b' })],
    ['10 kB of nothing', 'x'.repeat(10_000)],
  ])('401 for a token with %s', async (_what, token) => {
    const gateway = await start()
    service.seen()
    const answer = await balance(gateway, { authorization: `Bearer ${token}` })
    expect([answer.status, (await problemOf(answer)).code]).toEqual([401, 'UNAUTHENTICATED'])
    expect(service.seen()).toEqual([])
  })
})

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
