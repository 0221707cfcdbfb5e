import type { App } from '@cnop/common/http/create-app'
import type { Ledger } from '@cnop/common/ledger/ledger'
import { startFaultProxy, type Fault, type FaultProxy } from '@cnop/common/testing/fault-proxy'
import { testLedger } from '@cnop/common/testing/test-ledger'
import { signedInAs, testTokens } from '@cnop/common/testing/test-tokens'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'

import { totpCode, totpStep } from '#src/domain/totp'
import { dynamoUserStore } from '#src/store/users'

import {
  alice,
  fromBase32,
  refreshCookie,
  signUp,
  startUserService,
  testClock,
} from './user-service.ts'

type Headers = Record<string, string>

const clock = testClock()
let proxy: FaultProxy
let app: App
let ledger: Ledger

beforeAll(async () => {
  proxy = await startFaultProxy(inject('dynamodbEndpoint'))
  ledger = { ...(await testLedger(proxy.url)), now: clock.now }
  app = await startUserService({ ledger })
})
afterAll(async () => {
  await app.close()
  await proxy.close()
})
beforeEach(() => proxy.plan(() => 'none'))

/** The next request for this operation meets the fault; all others go through. */
const next = (operation: string, fault: Fault): void => {
  let met = false
  proxy.plan((asked) => {
    if (met || asked !== operation) return 'none'
    met = true
    return fault
  })
}

const send = (method: 'POST' | 'PUT', url: string, payload: object, headers: Headers = {}) =>
  app.inject({ method, url, payload, headers })

const logIn = (username: string, more: object = {}) =>
  send('POST', '/auth/login', { username, password: alice.password, ...more })

const newestEvent = async (headers: Headers): Promise<string> =>
  (await app.inject({ method: 'GET', url: '/auth/security-events?limit=1', headers })).json()
    .events[0].event

/** How many security events are in the log alone, as the metrics say. */
const notStored = async (): Promise<number> => {
  const { body } = await app.inject('/metrics')
  return Number(/^security_events_not_stored_total\{.*\} (\d+)$/m.exec(body)?.[1])
}

const proposed = async (headers: Headers) => {
  const payload = { current_password: alice.password }
  const enabled = await send('POST', '/auth/two-factor/enable', payload, headers)
  const secret = fromBase32(enabled.json().secret)
  return () => totpCode(secret, totpStep(clock.now()))
}

const withTwoFactor = async () => {
  const person = await signUp(app)
  const code = await proposed(person.headers)
  const payload = { code: code() }
  const confirmed = await send('POST', '/auth/two-factor/confirm', payload, person.headers)
  const recoveryCodes: string[] = confirmed.json().recovery_codes
  clock.advance({ seconds: 31 })
  return { ...person, code, recoveryCodes }
}

describe.each(['lost-answer', 'twice'] as const)(
  'a write the database sees twice (%s)',
  (fault) => {
    it('changes the password, ends the other sessions and is an event', async () => {
      const { headers, username } = await signUp(app)
      const other = refreshCookie((await logIn(username)).cookies).split('.')[1]
      next('UpdateItem', fault)
      const change = { current_password: alice.password, new_password: 'Another-Horse-8' }
      const answer = await send('PUT', '/auth/password', change, headers)
      expect(answer.statusCode).toBe(200)
      expect(answer.headers['x-revoked-access']).toBe(`session:${other}`)
      expect(await newestEvent(headers)).toBe('password_changed')
      expect((await logIn(username, { password: 'Another-Horse-8' })).statusCode).toBe(200)
    })

    it('turns two-factor log-in on and answers recovery codes that work', async () => {
      const { headers, username } = await signUp(app)
      const code = await proposed(headers)
      next('UpdateItem', fault)
      const answer = await send('POST', '/auth/two-factor/confirm', { code: code() }, headers)
      expect(answer.statusCode).toBe(200)
      expect(await newestEvent(headers)).toBe('two_factor_enabled')
      const [two_factor_code] = answer.json().recovery_codes
      expect((await logIn(username, { two_factor_code })).statusCode).toBe(200)
    })

    it('revokes an API key, tells the gateway and is an event', async () => {
      const { headers } = await signUp(app)
      const payload = { name: 'a bot', scopes: ['read'], current_password: alice.password }
      const created = await send('POST', '/auth/api-keys', payload, headers)
      const { key_id } = created.json().api_key
      next('TransactWriteItems', fault)
      const url = `/auth/api-keys/${key_id}`
      const answer = await app.inject({ method: 'DELETE', url, headers })
      expect(answer.statusCode).toBe(200)
      expect(answer.headers['x-revoked-access']).toBe(`session:${key_id}`)
      expect(await newestEvent(headers)).toBe('api_key_revoked')
    })

    it('makes an API key that works and counts once', async () => {
      const { headers } = await signUp(app)
      const payload = { name: 'a bot', scopes: ['read'], current_password: alice.password }
      next('TransactWriteItems', fault)
      const created = await send('POST', '/auth/api-keys', payload, headers)
      expect(created.statusCode).toBe(201)
      const exchanged = await send('POST', '/internal/api-keys/exchange', {
        key: created.json().key,
      })
      expect(exchanged.statusCode).toBe(200)
      const listed = await app.inject({ url: '/auth/api-keys', headers })
      expect(listed.json().api_keys).toHaveLength(1)
    })

    it('suspends an administrator and still counts those that are left', async () => {
      const [actor, other] = [await signUp(app), await signUp(app)]
      const users = dynamoUserStore(ledger)
      const now = clock.now().toISOString()
      for (const { username } of [actor, other])
        await users.changeStanding({ username, role: 'admin', now })
      next('TransactWriteItems', fault)
      const admin = signedInAs(testTokens(), actor.username, 'admin')
      const suspended = { status: 'suspended', reason: 'a reason' }
      const url = `/admin/users/${other.username}/status`
      expect((await send('PUT', url, suspended, admin)).statusCode).toBe(200)
      await users
        .changeStanding({ username: actor.username, role: 'customer', now })
        .catch(() => {})
      expect((await users.findByUsername(other.username))?.status).toBe('suspended')
    })

    it('takes a right code of the app, once', async () => {
      const { username, code } = await withTwoFactor()
      next('UpdateItem', fault)
      const two_factor_code = code()
      expect((await logIn(username, { two_factor_code })).statusCode).toBe(200)
      expect((await logIn(username, { two_factor_code })).statusCode).toBe(403)
    })

    it('takes a recovery code, once', async () => {
      const { username, recoveryCodes } = await withTwoFactor()
      const [two_factor_code] = recoveryCodes
      next('UpdateItem', fault)
      expect((await logIn(username, { two_factor_code })).statusCode).toBe(200)
      expect((await logIn(username, { two_factor_code })).statusCode).toBe(403)
    })
  },
)

describe('a database that goes away before the other sessions have ended', () => {
  /** Until the plan changes, nobody's access can be ended. */
  const failRevocations = () =>
    proxy.plan((operation) => (operation === 'PutItem' ? 'error' : 'none'))

  it('leaves the old password, and the change can be sent again', async () => {
    const { headers, username } = await signUp(app)
    const other = await logIn(username)
    const change = { current_password: alice.password, new_password: 'Another-Horse-8' }
    failRevocations()
    const failed = await send('PUT', '/auth/password', change, headers)
    expect([failed.statusCode, failed.json().code]).toEqual([503, 'TRY_AGAIN'])
    proxy.plan(() => 'none')
    expect((await send('PUT', '/auth/password', change, headers)).statusCode).toBe(200)
    expect((await logIn(username, { password: 'Another-Horse-8' })).statusCode).toBe(200)
    const token = { authorization: `Bearer ${other.json().access_token}` }
    expect((await app.inject({ url: '/balance', headers: token })).statusCode).toBe(401)
  })

  it('does not keep the recovery codes from whoever turned two-factor log-in on', async () => {
    const { headers, username } = await signUp(app)
    await logIn(username)
    const code = await proposed(headers)
    failRevocations()
    const answer = await send('POST', '/auth/two-factor/confirm', { code: code() }, headers)
    expect(answer.statusCode).toBe(200)
    expect(answer.json().message).toContain('could not be ended')
    proxy.plan(() => 'none')
    const [two_factor_code] = answer.json().recovery_codes
    expect((await logIn(username, { two_factor_code })).statusCode).toBe(200)
  })

  it('does not keep an API key from being used', async () => {
    const { headers } = await signUp(app)
    const payload = { name: 'a bot', scopes: ['read'], current_password: alice.password }
    const { key } = (await send('POST', '/auth/api-keys', payload, headers)).json()
    proxy.plan((operation) => (operation === 'UpdateItem' ? 'error' : 'none'))
    expect((await send('POST', '/internal/api-keys/exchange', { key })).statusCode).toBe(200)
  })
})

it('of two who confirm with one code, only one is shown recovery codes', async () => {
  const { headers } = await signUp(app)
  const payload = { code: (await proposed(headers))() }
  const both = await Promise.all(
    [1, 2].map(() => send('POST', '/auth/two-factor/confirm', payload, headers)),
  )
  expect(both.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 409])
})

it('an adjustment whose event was lost is recorded when it is sent again, and once', async () => {
  const { username: actor } = await signUp(app)
  await dynamoUserStore(ledger).changeStanding({
    username: actor,
    role: 'admin',
    now: clock.now().toISOString(),
  })
  const admin = signedInAs(testTokens(), actor, 'admin')
  const { username } = await signUp(app)
  const adjust = () =>
    send(
      'POST',
      `/admin/users/${username}/adjustments`,
      { amount: '5.00', reason: 'A gift' },
      { ...admin, 'idempotency-key': 'case-1' },
    )
  const recorded = async () =>
    (
      await app.inject({
        method: 'GET',
        url: `/admin/audit?event=balance_adjusted&username=${username}`,
        headers: admin,
      })
    ).json().events
  const lostBefore = await notStored()
  proxy.plan((operation) => (operation === 'PutItem' ? 'error' : 'none'))
  const first = await adjust()
  expect([first.statusCode, await recorded()]).toEqual([201, []])
  proxy.plan(() => 'none')
  const replay = await adjust()
  expect(replay.headers['idempotent-replayed']).toBe('true')
  const [event] = await recorded()
  expect(event).toMatchObject({ actor, created_at: first.json().timestamp })
  await adjust()
  expect(await recorded()).toEqual([event])
  expect((await notStored()) - lostBefore).toBe(1)
  const { body } = await app.inject('/metrics')
  expect(body).toMatch(/security_events_total\{event="balance_adjusted",.*\} 2\n/)
})

describe('users whose profiles the database leaves over', () => {
  const names = async () => {
    const users = await dynamoUserStore(ledger).list({
      prefix: 'left_over',
      after: undefined,
      limit: 10,
    })
    return users.map(({ username }) => username)
  }

  beforeAll(async () => {
    for (const username of ['left_over_1', 'left_over_2'])
      await send('POST', '/auth/register', { ...alice, username, email: `${username}@example.com` })
  })

  it('are asked for again', async () => {
    next('BatchGetItem', 'left-over')
    expect(await names()).toEqual(['left_over_1', 'left_over_2'])
  })

  it('again and again are told of, without asking all the time', async () => {
    let asked = 0
    proxy.plan((operation) => {
      if (operation !== 'BatchGetItem') return 'none'
      asked += 1
      return 'left-over'
    })
    await expect(names()).rejects.toMatchObject({ code: 'TRY_AGAIN' })
    expect(asked).toBeLessThan(100)
  })
})
