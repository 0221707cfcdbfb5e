import type { App } from '@cnop/common/http/create-app'
import { auditLedger } from '@cnop/common/ledger/audit/audit-ledger'
import { itemsOf } from '@cnop/common/ledger/demo/delete-account'
import { readAccount } from '@cnop/common/ledger/holdings'
import type { Ledger } from '@cnop/common/ledger/ledger'
import { placeWaiting } from '@cnop/common/ledger/place-waiting'
import { testLedger } from '@cnop/common/testing/test-ledger'
import { parsePrice, parseQuantity } from '@cnop/money/text'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { MAX_LIVE_DEMOS_OF_BLOCK, sweepDemos } from '#src/domain/demo'
import { dynamoDemoStore } from '#src/store/demo-accounts'

import { startUserService, testClock } from './user-service.ts'
import '@cnop/common/testing/provided-context'

const clock = testClock()
let ledger: Ledger
let app: App

beforeAll(async () => {
  ledger = { ...(await testLedger()), now: clock.now }
  app = await startUserService({ ledger, now: clock.now })
})
afterAll(async () => {
  await app.close()
  ledger.database.close()
})

let blocks = 0

/** From an address that no other test uses. */
const anotherAddress = (): string => {
  blocks += 1
  return `198.51.100.${blocks}`
}

const openDemo = async (remoteAddress = anotherAddress()) => {
  const response = await app.inject({ method: 'POST', url: '/auth/demo', remoteAddress })
  const { access_token: token, user } = response.json()
  return {
    response,
    username: String(user?.username),
    until: String(user?.demo_until),
    headers: { authorization: `Bearer ${token}` },
  }
}

/** Opens accounts from one address, four at once; returns how the requests ended. */
const openMany = async (address: string, count: number): Promise<string[]> => {
  const outcomes: string[] = []
  let left = count
  const work = async (): Promise<void> => {
    while (left > 0) {
      left -= 1
      const { response } = await openDemo(address)
      outcomes.push(response.json().code ?? 'opened')
    }
  }
  await Promise.all(Array.from({ length: 4 }, work))
  return outcomes
}

/** Everything stored of an account: keys of its items. */
const storedOf = async (username: string): Promise<string[]> => {
  const keys: string[] = []
  for (const table of ['users', 'ledger', 'portfolio-days'])
    for await (const { sk } of itemsOf(ledger.database, table, `USER#${username}`))
      keys.push(`${table} ${String(sk)}`)
  return keys
}

describe('POST /auth/demo', () => {
  it('opens a private account with a history that adds up, for a day', async () => {
    const { response, username, headers, until } = await openDemo()
    expect(response.statusCode).toBe(201)
    expect(Date.parse(until) - clock.now().getTime()).toBeCloseTo(86_400_000, -4)
    expect(response.cookies.map(({ name }) => name)).toContainEqual(
      expect.stringContaining('refresh_token'),
    )
    const { holdings } = await readAccount(ledger, username)
    expect(holdings.length).toBeGreaterThan(5)
    expect((await auditLedger(ledger, { username })).findings).toEqual([])
    const journal = await app.inject({ url: '/balance/transactions?limit=100', headers })
    expect(journal.json().total_count).toBeGreaterThan(30)
    const deposit = { method: 'POST', url: '/balance/deposit', headers } as const
    expect((await app.inject({ ...deposit, payload: { amount: '5' } })).statusCode).toBe(201)
    expect((await auditLedger(ledger, { username })).findings).toEqual([])
  })

  it('has purchases and sales, which a download tells apart in plain words', async () => {
    const { headers } = await openDemo()
    const { body } = await app.inject({ url: '/balance/transactions.csv', headers })
    const [, ...lines] = body.trim().split('\r\n')
    const kinds = new Set<string>()
    for (const line of lines) {
      const [, , type, amount = ''] = line.split(',')
      if (type !== 'ORDER_PAYMENT') continue
      const kind = line.split(',').at(-1) ?? ''
      kinds.add(kind)
      expect([kind, amount.startsWith('-')]).toEqual([kind, kind !== 'Sell'])
    }
    expect(kinds).toContain('Buy')
    expect(kinds).toContain('Sell')
  })

  it('gives every visitor an account of their own', async () => {
    const [one, other] = [await openDemo(), await openDemo()]
    expect(one.username).not.toBe(other.username)
  })

  it.each([
    ['PUT', '/auth/password', { current_password: 'x', new_password: 'Another-Horse-8' }],
    ['PUT', '/auth/profile', { email: 'someone@example.com', current_password: 'x' }],
    ['POST', '/auth/two-factor/enable', { current_password: 'x' }],
    ['POST', '/auth/api-keys', { name: 'bot', scopes: ['read'], current_password: 'x' }],
  ] as const)('locks what would give lasting access: %s %s', async (method, url, payload) => {
    const { headers } = await openDemo()
    const response = await app.inject({ method, url, headers, payload })
    expect([response.statusCode, response.json().code]).toEqual([403, 'DEMO_LOCKED'])
  })

  it('lets nobody log in with a name and any password', async () => {
    const { username } = await openDemo()
    for (const password of ['', ' ', 'Correct-Horse-7']) {
      const response = await app.inject({
        method: 'POST',
        url: '/auth/login',
        payload: { username, password: password || 'x' },
      })
      expect(response.statusCode).toBe(401)
    }
  })

  it('opens no more than its share of accounts from one address, however many ask at once', async () => {
    const address = anotherAddress()
    const outcomes = await openMany(address, MAX_LIVE_DEMOS_OF_BLOCK + 8)
    expect(outcomes.filter((outcome) => outcome === 'opened')).toHaveLength(MAX_LIVE_DEMOS_OF_BLOCK)
    expect(outcomes.filter((outcome) => outcome === 'DEMOS_IN_USE')).toHaveLength(8)
    const refused = await openDemo(address)
    expect(refused.response.json()).toMatchObject({ code: 'DEMOS_IN_USE' })
    expect(refused.response.headers['retry-after']).toBeDefined()
  })
})

describe('after a day', () => {
  it('moves nothing, is no drift to the audit, and is deleted whole, once', async () => {
    const demos = dynamoDemoStore(ledger)
    const address = anotherAddress()
    const { username, headers } = await openDemo(address)
    const limit = { price: parsePrice('1'), timeInForce: 'day' as const }
    await placeWaiting(
      ledger,
      {
        username,
        side: 'buy',
        assetId: 'BTC',
        quantity: parseQuantity('1'),
        request: 'a resting order',
        clientKey: undefined,
        clientOrderId: undefined,
      },
      { ...limit, expiresAt: new Date(clock.now().getTime() + 3_600_000).toISOString() },
    )
    expect(await sweepDemos(demos, 1_000)).toBe(0)
    clock.advance({ seconds: 86_400 + 1 })
    await expect(ledger.database.documents && placeAfterwards(username)).rejects.toMatchObject({
      code: 'DEMO_EXPIRED',
    })
    expect((await auditLedger(ledger, { username })).findings).toEqual([])
    expect((await storedOf(username)).length).toBeGreaterThan(30)
    // Two replicas at once.
    await Promise.all([sweepDemos(demos, 1_000), sweepDemos(demos, 1_000)])
    expect(await storedOf(username)).toEqual([])
    expect(await demos.expired(1)).toEqual([])
    expect((await auditLedger(ledger, {})).findings).toEqual([])
    const profile = await app.inject({ url: '/auth/profile', headers })
    expect([401, 404]).toContain(profile.statusCode)
    // Its place is free again.
    expect(new Set(await openMany(address, MAX_LIVE_DEMOS_OF_BLOCK))).toEqual(new Set(['opened']))
    expect((await openDemo(address)).response.statusCode).toBe(503)
  })

  const placeAfterwards = async (username: string) =>
    await placeWaiting(
      ledger,
      {
        username,
        side: 'buy',
        assetId: 'BTC',
        quantity: parseQuantity('0.1'),
        request: 'too late',
        clientKey: undefined,
        clientOrderId: undefined,
      },
      { price: parsePrice('1'), timeInForce: 'gtc', expiresAt: undefined },
    )
})
