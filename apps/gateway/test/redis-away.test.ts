import '@cnop/common/testing/provided-context'
import { startTcpProxy, type TcpProxy, type Weather } from '@cnop/common/testing/tcp-proxy'
import { signedInAs, testTokens } from '@cnop/common/testing/test-tokens'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'

import { healthOf, startGateway, startStandIn, type StandIn } from './gateway.ts'

type Gateway = Awaited<ReturnType<typeof startGateway>>

/** A Redis database that no other test counts in, so that it can be emptied. */
const DATABASE = 7
const LIMIT = 20

let service: StandIn
let proxy: TcpProxy
let one: Gateway
let two: Gateway
let traders = 0

beforeEach(async () => {
  service = await startStandIn()
  proxy = await startTcpProxy(new URL(inject('redisUrl')))
  const redisUrl = `redis://127.0.0.1:${proxy.port}/${DATABASE}`
  const options = { serviceUrl: service.url, redisUrl, limits: { reads: LIMIT } }
  one = await startGateway(options)
  two = await startGateway(options)
})
afterEach(async () => {
  await Promise.all([one.close(), two.close()])
  await Promise.all([proxy.close(), service.close()])
})

const newcomer = () => {
  traders += 1
  return `away_${process.pid}_${traders}`
}
const balance = async (gateway: Gateway, username: string): Promise<number> => {
  const headers = signedInAs(testTokens(), username)
  const answer = await fetch(`${gateway.url}/api/v1/balance`, { headers })
  await answer.body?.cancel()
  return answer.status
}
const several = (count: number, gateway: Gateway, username: string) =>
  Promise.all(Array.from({ length: count }, () => balance(gateway, username)))
const metricsOf = async (gateway: Gateway) => await (await fetch(`${gateway.url}/metrics`)).text()
const sharedLimits = async (gateway: Gateway): Promise<string | undefined> =>
  /^gateway_shared_limits\{.*\} (\d)$/m.exec(await metricsOf(gateway))?.[1]

/** Both gateways count together: what the one has used up, the other refuses. */
const countsTogether = async (): Promise<boolean> => {
  const username = newcomer()
  await several(LIMIT, one, username)
  return (await balance(two, username)) === 429
}

const logOut = async (gateway: Gateway, username: string): Promise<void> => {
  service.respond((_request, response) => {
    response.setHeader('x-revoked-access', `session:session-of-${username}`)
    response.end('{}')
  })
  const headers = signedInAs(testTokens(), username)
  await fetch(`${gateway.url}/api/v1/auth/logout`, { method: 'POST', headers })
  service.respond((_request, response) => response.end('{}'))
}

describe.each<Weather>(['slow', 'silent', 'cut'])('a Redis that is %s', (weather) => {
  it('fails no request; each gateway keeps its limits, and says so', async () => {
    await expect.poll(countsTogether, { timeout: 20_000 }).toBe(true)
    proxy.become(weather)
    const username = newcomer()
    const statuses = await several(3 * LIMIT, one, username)
    expect(new Set(statuses)).toEqual(new Set([200, 429]))
    // Counted here all along, so that losing Redis is no second budget.
    expect(statuses.filter((status) => status === 200)).toHaveLength(LIMIT)
    expect(await balance(two, username)).toBe(200)

    expect(await sharedLimits(one)).toBe('0')
    expect(await metricsOf(one)).toMatch(
      /^gateway_rate_limit_decisions_total\{limit="reads",decision="refused",counted="here",.*\} \d+$/m,
    )
    const { status, checks } = await healthOf(one.url)
    expect(status).toBe('degraded')
    expect(checks['redis']).toMatchObject({
      status: 'degraded',
      detail: expect.stringContaining('hold for this gateway alone'),
    })
    expect((await fetch(`${one.url}/health/ready`)).status).toBe(200)
  })

  it('is counted in again by itself once it is back', async () => {
    proxy.become(weather)
    await several(3, one, newcomer())
    await several(3, two, newcomer())
    proxy.become('clear')
    await expect.poll(countsTogether, { timeout: 20_000 }).toBe(true)
    await expect
      .poll(async () => [await sharedLimits(one), await sharedLimits(two)])
      .toEqual(['1', '1'])
    await expect.poll(async () => (await healthOf(one.url)).status).toBe('healthy')
  })

  it('a log-out made meanwhile holds at once where it was made, and everywhere once it is back', async () => {
    proxy.become(weather)
    const username = newcomer()
    await logOut(one, username)
    expect(await balance(one, username)).toBe(401)
    // The other gateway cannot know: services do, from the log in the database.
    expect(await balance(two, username)).toBe(200)
    proxy.become('clear')
    // With others, as their own requests must stay below the limit.
    await expect.poll(countsTogether, { timeout: 20_000 }).toBe(true)
    await expect
      .poll(
        async () => {
          await balance(one, username)
          return await balance(two, username)
        },
        { timeout: 8_000, interval: 500 },
      )
      .toBe(401)
  })
})

it('a gateway that lags itself, and takes Redis for lost, lets nobody have more than the limit', async () => {
  await expect.poll(countsTogether, { timeout: 20_000 }).toBe(true)
  const username = newcomer()
  const first = await several(LIMIT / 2, one, username)
  const rest = several(2 * LIMIT, one, username)
  // Longer than a command may take: the answers of Redis are there and are read too late.
  const blockedUntil = performance.now() + 300
  while (performance.now() < blockedUntil);
  const statuses = [...first, ...(await rest), ...(await several(LIMIT, one, username))]
  expect(statuses.filter((status) => status === 200)).toHaveLength(LIMIT)
})

it('connections that a network forgot are made anew, without a restart', async () => {
  await expect.poll(countsTogether, { timeout: 20_000 }).toBe(true)
  proxy.forgetConnections()
  expect(new Set(await several(5, one, newcomer()))).toEqual(new Set([200]))
  await expect.poll(countsTogether, { timeout: 20_000 }).toBe(true)
})

it('what was counted while Redis was away is not counted again when it is back', async () => {
  const username = newcomer()
  proxy.become('cut')
  await several(LIMIT - 5, one, username)
  proxy.become('clear')
  await expect.poll(countsTogether, { timeout: 20_000 }).toBe(true)
  const statuses = await several(LIMIT, two, username)
  expect(new Set(statuses)).toEqual(new Set([200]))
})

it('a Redis that was emptied counts from nothing, and ended sessions stay ended', async () => {
  const [leaver, busy] = [newcomer(), newcomer()]
  await expect.poll(countsTogether, { timeout: 20_000 }).toBe(true)
  await logOut(one, leaver)
  await expect.poll(async () => await balance(two, leaver), { timeout: 20_000 }).toBe(401)
  await several(LIMIT + 1, one, busy)
  await expect.poll(async () => await balance(two, busy), { timeout: 20_000 }).toBe(429)
  const redis = new Redis(`${inject('redisUrl')}/${DATABASE}`)
  await redis.flushdb()
  redis.disconnect()
  expect([await balance(one, leaver), await balance(two, busy)]).toEqual([401, 200])
})
