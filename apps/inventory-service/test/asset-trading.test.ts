import type { Database } from '@cnop/common/dynamodb/client'
import { dynamoSecurityEvents } from '@cnop/common/security/security-event-store'
import { testDatabase } from '@cnop/common/testing/test-database'
import { signedInAs, testTokens } from '@cnop/common/testing/test-tokens'
import { AssetTrading } from '@cnop/contracts/asset-trading'
import { Problem } from '@cnop/contracts/errors'
import { AssetPage } from '@cnop/contracts/inventory'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { startReplica, type Replica } from './replica.ts'

const WAIT = { timeout: 10_000, interval: 50 }
const REASON = 'Withdrawals are being looked into'

let database: Database
let replicas: Replica[]
let looks: Look[]
const admin = signedInAs(testTokens(), 'the_admin', 'admin')

beforeEach(async () => {
  database = await testDatabase()
  replicas = []
  looks = []
})
afterEach(async () => {
  database.documents.middlewareStack.remove('holdLooks')
  for (const look of looks) look.end()
  for (const replica of replicas) await replica.stop()
  database.close()
})

const start = async (): Promise<Replica> => {
  const replica = await startReplica({ database })
  replicas.push(replica)
  return replica
}

const put = async ({ app }: Replica, body: object, headers: object = admin, id = 'BTC') =>
  await app.inject({
    method: 'PUT',
    url: `/admin/assets/${id}`,
    headers: { ...headers },
    body,
  })

const halt = async (replica: Replica) => {
  const answer = await put(replica, { is_active: false, reason: REASON })
  expect(answer.statusCode, answer.body).toBe(200)
  return AssetTrading.strict().parse(answer.json())
}

const shows = (replica: Replica, expected: object) =>
  vi.waitFor(async () => expect(await replica.asset('BTC')).toMatchObject(expected), WAIT)

const HALTED = { is_active: false, availability_status: 'halted' }
const TRADED = { is_active: true, availability_status: 'available' }

/** A look at what the replicas share that has been answered, and is taken over when the test ends it. */
type Look = { readonly isConsistent: boolean; readonly end: () => void }

const holdLooks = (): void =>
  database.documents.middlewareStack.add(
    (next) => async (args) => {
      const command = JSON.stringify(args.input)
      const result = await next(args)
      if (!command.includes('"CONTROL"') || !command.includes('KeyConditionExpression'))
        return result
      const { promise, resolve: end } = Promise.withResolvers<void>()
      looks.push({ isConsistent: command.includes('"ConsistentRead":true'), end })
      await promise
      return result
    },
    { step: 'initialize', name: 'holdLooks' },
  )

describe('PUT /admin/assets/:id', () => {
  it('200: a halt reaches every replica, keeps the price and says why', async () => {
    const [first, second] = [await start(), await start()]
    expect(await halt(first)).toMatchObject({
      asset_id: 'BTC',
      is_active: false,
      halt: { reason: REASON, by: 'the_admin' },
    })
    await shows(first, HALTED)
    await shows(second, HALTED)
    const asked = await second.app.inject({ url: '/admin/assets/btc', headers: admin })
    expect(asked.json()).toMatchObject({ halt: { reason: REASON } })
    const page = AssetPage.parse((await second.app.inject('/inventory/assets')).json())
    expect(page.active_count).toBe(page.total_count - 1)
    const active = (await second.app.inject('/inventory/assets?active_only=true')).json()
    expect(active.filtered_count).toBe(page.active_count)
  })

  it('200: who halted and resumed an asset, when and why, is among the security events', async () => {
    const replica = await start()
    await halt(replica)
    await put(replica, { is_active: true })
    const events = dynamoSecurityEvents(database, () => new Date())
    const query = {
      username: 'the_admin',
      period: { fromMs: undefined, toMs: undefined },
      limit: 10,
      before: undefined,
    }
    const [resumed, halted] = (await events.list(query)).events
    expect(resumed).toMatchObject({ event: 'asset_resumed', details: { asset_id: 'BTC' } })
    expect(halted).toMatchObject({
      event: 'asset_halted',
      outcome: 'success',
      actor: 'the_admin',
      details: { asset_id: 'BTC', reason: REASON },
    })
  })

  it('200: a halt outlives a restart, and ends when the asset is resumed', async () => {
    await halt(await start())
    await replicas.splice(0)[0]?.stop()
    const restarted = await start()
    await shows(restarted, HALTED)
    expect((await put(restarted, { is_active: true })).json()).toEqual({
      asset_id: 'BTC',
      is_active: true,
      halt: null,
    })
    await shows(restarted, TRADED)
    await shows(await start(), TRADED)
  })

  it('200: a halt is not undone by a look at all halts that began before it', async () => {
    const replica = await start()
    holdLooks()
    await vi.waitFor(() => expect(looks).toHaveLength(1), WAIT)
    expect(looks[0]?.isConsistent).toBe(true)
    await halt(replica)
    looks[0]?.end()
    await vi.waitFor(() => expect(looks).toHaveLength(2), WAIT)
    const asked = await replica.app.inject({ url: '/admin/assets/BTC', headers: admin })
    expect(asked.json()).toMatchObject({ is_active: false })
  })

  it('200: what already is so stays so', async () => {
    const replica = await start()
    expect((await put(replica, { is_active: true })).statusCode).toBe(200)
    await halt(replica)
    const again = await put(replica, { is_active: false, reason: 'For another reason' })
    expect(again.json().halt.reason).toBe('For another reason')
  })

  it.each([
    ['401: without a token', {}, 401, 'UNAUTHENTICATED'],
    ['403: as a customer', signedInAs(testTokens(), 'a_trader'), 403, 'FORBIDDEN'],
  ])('%s', async (_who, headers, status, code) => {
    const replica = await start()
    for (const answer of [
      await put(replica, { is_active: false, reason: REASON }, headers),
      await replica.app.inject({ url: '/admin/assets/BTC', headers }),
    ]) {
      expect(answer.statusCode).toBe(status)
      expect(Problem.parse(answer.json()).code).toBe(code)
    }
    await shows(replica, TRADED)
  })

  it.each([
    ['404: an asset that is not traded', 'NOPE', { is_active: true }, 404],
    ['422: a halt without a reason', 'BTC', { is_active: false }, 422],
    ['422: a reason of nothing', 'BTC', { is_active: false, reason: '   ' }, 422],
    ['422: a reason of two lines', 'BTC', { is_active: false, reason: 'one\nand another' }, 422],
    ['422: an unknown field', 'BTC', { is_active: true, price_usd: '1.00' }, 422],
  ])('%s', async (_what, id, body, status) => {
    expect((await put(await start(), body, admin, id)).statusCode).toBe(status)
  })
})
