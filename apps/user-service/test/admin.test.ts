import type { App } from '@cnop/common/http/create-app'
import { auditLedger } from '@cnop/common/ledger/audit/audit-ledger'
import { RevokedAccess } from '@cnop/common/security/revoked-access'
import { Revoker } from '@cnop/common/security/revoker'
import { testLedger } from '@cnop/common/testing/test-ledger'
import { signedInAs, testTokens } from '@cnop/common/testing/test-tokens'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { makeAdmin } from '#src/domain/make-admin'
import { totpCode, totpStep } from '#src/domain/totp'
import { dynamoSessionStore } from '#src/store/sessions'
import { dynamoUserStore } from '#src/store/users'

import { alice, fromBase32, refreshCookie, signUp, startUserService } from './user-service.ts'

type Headers = Record<string, string>

const ledger = await testLedger()
const now = () => new Date()
const revoked = new RevokedAccess(now)
let app: App
let admin: Headers

const logIn = async (username: string) =>
  await app.inject({
    method: 'POST',
    url: '/auth/login',
    payload: { username, password: alice.password },
  })

const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` })

/** The way of the script. */
const promote = async (username: string) =>
  await makeAdmin(
    {
      users: dynamoUserStore(ledger),
      sessions: dynamoSessionStore(ledger.database, now),
      revoker: new Revoker(ledger.database, revoked, { longestTokenSeconds: 1_800, now }),
      now,
    },
    username,
  )

/** Someone registered becomes an administrator at the next log-in. */
const newAdmin = async () => {
  const { username, headers } = await signUp(app)
  await promote(username)
  return { username, before: headers, headers: bearer((await logIn(username)).json().access_token) }
}

beforeAll(async () => {
  app = await startUserService({ ledger, revoked })
  admin = (await newAdmin()).headers
})
afterAll(async () => await app.close())

const get = (url: string, headers: Headers = admin) => app.inject({ method: 'GET', url, headers })
const setStatus = (username: string, status: string, headers: Headers = admin) =>
  app.inject({
    method: 'PUT',
    url: `/admin/users/${username}/status`,
    headers,
    payload: { status, reason: 'a reason' },
  })
const adjust = (username: string, payload: object, headers: Headers = {}) =>
  app.inject({
    method: 'POST',
    url: `/admin/users/${username}/adjustments`,
    headers: { ...admin, ...headers },
    payload,
  })

describe('the first administrator', () => {
  it('is someone registered; the tokens from before stop, the next one bears the role', async () => {
    const { before, headers } = await newAdmin()
    expect((await get('/auth/profile', before)).statusCode).toBe(401)
    expect((await get('/auth/profile', headers)).json().role).toBe('admin')
    expect((await get('/admin/users', headers)).statusCode).toBe(200)
  })

  it('is back when the script is run for someone suspended', async () => {
    const { username } = await newAdmin()
    await setStatus(username, 'suspended')
    expect((await logIn(username)).statusCode).toBe(403)
    await promote(username)
    const login = await logIn(username)
    expect(login.statusCode).toBe(200)
    expect((await get('/admin/users', bearer(login.json().access_token))).statusCode).toBe(200)
  })

  it('is nobody who only bears a token that says so', async () => {
    const { username } = await signUp(app)
    const forged = signedInAs(testTokens(), username, 'admin')
    for (const url of ['/admin/users', '/admin/audit', `/admin/users/${username}`])
      expect((await get(url, forged)).statusCode).toBe(403)
  })
})

describe('GET /admin/users', () => {
  it('pages through all of them by name, finds by the beginning of a name or a whole address', async () => {
    const { username } = await signUp(app)
    const names: string[] = []
    let next = ''
    do {
      const page = (await get(`/admin/users?limit=2${next}`)).json()
      names.push(...page.users.map((user: { username: string }) => user.username))
      next = page.next_cursor === null ? '' : `&cursor=${page.next_cursor}`
    } while (next !== '')
    expect(names).toEqual([...new Set(names)].toSorted())
    expect(names).toContain(username)
    const found = async (search: string) =>
      (await get(`/admin/users?search=${encodeURIComponent(search)}`))
        .json()
        .users.map((user: { username: string }) => user.username)
    expect(await found(username.slice(0, 8))).toContain(username)
    expect(await found(`${username}@Example.com`)).toEqual([username])
    expect(await found('zzz')).toEqual([])
    const cursor = Buffer.from('{"list":"users","after":"zzz_nobody"}').toString('base64url')
    for (const search of ['person', '{', '~', ''])
      expect((await get(`/admin/users?search=${search}&cursor=${cursor}`)).json().users).toEqual([])
    expect(await found('nobody@example.com')).toEqual([])
  })

  it('shows no hash, and with one user the balance', async () => {
    const { username } = await signUp(app)
    const answer = await get(`/admin/users/${username}`)
    expect(answer.json()).toMatchObject({
      user: { username, role: 'customer', status: 'active' },
      balance: { available: '0.00', held: '0.00' },
    })
    expect(answer.body).not.toContain('hash')
    expect((await get('/admin/users/nobody_here')).statusCode).toBe(404)
  })
})

describe('POST /admin/users/:username/two-factor/reset', () => {
  const post = (url: string, payload: object, headers: Headers) =>
    app.inject({ method: 'POST', url, payload, headers })
  const turnOn = async (headers: Headers) => {
    const password = { current_password: alice.password }
    const { secret } = (await post('/auth/two-factor/enable', password, headers)).json()
    const code = totpCode(fromBase32(secret), totpStep(now()))
    return await post('/auth/two-factor/confirm', { code }, headers)
  }
  const reset = (username: string, headers = admin, reason = 'Lost the phone') =>
    post(`/admin/users/${username}/two-factor/reset`, { reason }, headers)

  it('lets someone in again by the password alone, and is an event with its reason', async () => {
    const { username, headers } = await signUp(app)
    await turnOn(headers)
    expect((await logIn(username)).json().code).toBe('TWO_FACTOR_REQUIRED')
    const answer = await reset(username)
    expect([answer.statusCode, answer.json().two_factor_enabled]).toEqual([200, false])
    expect((await logIn(username)).statusCode).toBe(200)
    const { events } = (await get(`/admin/audit?username=${username}`)).json()
    expect(events).toContainEqual(
      expect.objectContaining({
        event: 'two_factor_disabled',
        details: { reason: 'Lost the phone' },
      }),
    )
  })

  it('refuses the own account, one without a second factor, nobody, and no reason', async () => {
    const self = await newAdmin()
    await turnOn(self.headers)
    expect((await reset(self.username, self.headers)).statusCode).toBe(403)
    const { username, headers } = await signUp(app)
    expect((await reset(username)).json().code).toBe('TWO_FACTOR_OFF')
    expect((await reset('nobody_here')).statusCode).toBe(404)
    expect((await reset(username, admin, ' ')).statusCode).toBe(422)
    expect((await reset(self.username, headers)).statusCode).toBe(403)
    expect((await logIn(self.username)).json().code).toBe('TWO_FACTOR_REQUIRED')
  })
})

describe('PUT /admin/users/:username/status', () => {
  it('puts a suspended user out at once and for good: token, cookie, log-in', async () => {
    const { username, headers, cookie } = await signUp(app)
    const answer = await setStatus(username, 'suspended')
    expect([answer.statusCode, answer.json().status]).toEqual([200, 'suspended'])
    expect(answer.headers['x-revoked-access']).toBe(
      `user:${username},session:${cookie.split('.')[1]}`,
    )
    expect((await get('/balance', headers)).statusCode).toBe(401)
    const refresh = await app.inject({
      method: 'POST',
      url: '/auth/refresh',
      cookies: { refresh_token: cookie },
    })
    expect(refresh.statusCode).toBe(401)
    const login = await logIn(username)
    expect([login.statusCode, login.json().code]).toEqual([403, 'ACCOUNT_SUSPENDED'])
    const wrong = await app.inject({
      method: 'POST',
      url: '/auth/login',
      payload: { username, password: 'Wrong-Horse-77' },
    })
    expect(wrong.statusCode).toBe(401)
  })

  it('voids a token that was made for the user in the same moment', async () => {
    const { username } = await signUp(app)
    await setStatus(username, 'suspended')
    const late = signedInAs(testTokens(), username)
    expect((await get('/balance', late)).statusCode).toBe(401)
  })

  it('lets a reactivated user in again, with a new session only', async () => {
    const { username, headers } = await signUp(app)
    await setStatus(username, 'suspended')
    const answer = await setStatus(username, 'active')
    expect(answer.headers['x-restored-access']).toBe(`user:${username}`)
    const login = await logIn(username)
    expect(login.statusCode).toBe(200)
    expect(refreshCookie(login.cookies)).not.toBe('')
    expect((await get('/balance', bearer(login.json().access_token))).statusCode).toBe(200)
    expect((await get('/balance', headers)).statusCode).toBe(401)
  })

  it('refuses to suspend oneself, nobody, and without a reason', async () => {
    const { username, headers } = await newAdmin()
    const self = await setStatus(username, 'suspended', headers)
    expect([self.statusCode, self.json().code]).toEqual([403, 'OWN_ACCOUNT'])
    expect((await setStatus('nobody_here', 'suspended')).statusCode).toBe(404)
    expect((await setStatus(username, 'deleted')).statusCode).toBe(422)
  })

  it('leaves one active administrator when all suspend each other at once', async () => {
    const alone = await testLedger()
    const service = await startUserService({ ledger: alone })
    const users = dynamoUserStore(alone)
    const admins: string[] = []
    for (let i = 0; i < 4; i += 1) {
      const { username } = await signUp(service)
      await users.changeStanding({ username, role: 'admin', now: now().toISOString() })
      admins.push(username)
    }
    const pairs = admins.flatMap((actor) =>
      admins.filter((other) => other !== actor).map((other) => ({ actor, other })),
    )
    const answers = await Promise.all(
      pairs.map(({ actor, other }) =>
        service.inject({
          method: 'PUT',
          url: `/admin/users/${other}/status`,
          headers: signedInAs(testTokens(), actor, 'admin'),
          payload: { status: 'suspended', reason: 'a reason' },
        }),
      ),
    )
    for (const { statusCode } of answers) expect([200, 401, 403, 409]).toContain(statusCode)
    const left = await Promise.all(admins.map((username) => users.findByUsername(username)))
    expect(left.filter((user) => user?.status === 'active')).toHaveLength(1)
    await service.close()
  })

  it('neither suspends nor demotes the last administrator', async () => {
    const alone = await testLedger()
    const service = await startUserService({ ledger: alone })
    const users = dynamoUserStore(alone)
    const { username } = await signUp(service)
    const stamp = now().toISOString()
    await users.changeStanding({ username, role: 'admin', now: stamp })
    const last = { code: 'LAST_ADMINISTRATOR' }
    for (const change of [{ status: 'suspended' }, { role: 'customer' }] as const)
      await expect(users.changeStanding({ username, ...change, now: stamp })).rejects.toMatchObject(
        last,
      )
    const second = (await signUp(service)).username
    await users.changeStanding({ username: second, role: 'admin', now: stamp })
    await users.changeStanding({ username, role: 'customer', now: stamp })
    await expect(
      users.changeStanding({ username: second, status: 'suspended', now: stamp }),
    ).rejects.toMatchObject(last)
    await service.close()
  })

  it('takes the role away with the access: a suspended administrator does nothing more', async () => {
    const { username, headers } = await newAdmin()
    await setStatus(username, 'suspended')
    expect((await get('/admin/users', headers)).statusCode).toBe(401)
  })
})

describe('POST /admin/users/:username/adjustments', () => {
  it('adds and takes, once for a key, and tells the user why', async () => {
    const { username, headers } = await signUp(app)
    const key = { 'idempotency-key': 'case-4711' }
    const body = { amount: '100.00', reason: 'Compensation' }
    const first = await adjust(username, body, key)
    const again = await adjust(username, body, key)
    expect(first.statusCode).toBe(201)
    expect(again.body).toBe(first.body)
    expect(again.headers['idempotent-replayed']).toBe('true')
    const other = await adjust(username, { ...body, reason: 'Another one' }, key)
    expect([other.statusCode, other.json().code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED'])
    expect((await adjust(username, { amount: '-40.5', reason: 'Too much' })).statusCode).toBe(201)
    expect((await get('/balance', headers)).json().current_balance).toBe('59.50')
    const { transactions } = (await get('/balance/transactions', headers)).json()
    expect(transactions).toMatchObject([
      { transaction_type: 'SYSTEM_ADJUSTMENT', amount: '-40.50', balance_after: '59.50' },
      { description: 'Adjustment: Compensation', amount: '100.00' },
    ])
  })

  it('takes no more than there is, also many at once', async () => {
    const { username, headers } = await signUp(app)
    await adjust(username, { amount: '10.00', reason: 'Welcome' })
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => adjust(username, { amount: '-3', reason: 'Back again' })),
    )
    const statuses = answers.map(({ statusCode }) => statusCode).toSorted()
    expect(statuses).toEqual([201, 201, 201, ...Array.from({ length: 7 }, () => 409)])
    expect((await get('/balance', headers)).json().current_balance).toBe('1.00')
  })

  it.each([
    [{ amount: '0', reason: 'nothing' }, 'amount'],
    [{ amount: '0.001', reason: 'too fine' }, 'amount'],
    [{ amount: '1000000.01', reason: 'too much' }, 'amount'],
    [{ amount: '1', reason: ' ' }, 'reason'],
    [{ amount: '1', reason: 'two\nlines' }, 'reason'],
    [{ amount: '1', reason: 'turned \u202e around' }, 'reason'],
    [{ amount: '1' }, 'reason'],
    [{ amount: '1', reason: 'a reason', type: 'DEPOSIT' }, 'type'],
  ])('422 for %j', async (body, field) => {
    const { username } = await signUp(app)
    const answer = await adjust(username, body)
    expect(answer.statusCode).toBe(422)
    expect(answer.json().errors.map((error: { field: string }) => error.field)).toContain(field)
  })

  it('403 OWN_ACCOUNT for the own account of an administrator, and nothing is moved', async () => {
    const { username, headers } = await newAdmin()
    const answer = await adjust(username, { amount: '1000.00', reason: 'A gift' }, headers)
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'OWN_ACCOUNT'])
    expect((await get('/balance', headers)).json().current_balance).toBe('0.00')
  })

  it('403 for a customer, also on the own account', async () => {
    const { username, headers } = await signUp(app)
    const answer = await adjust(username, { amount: '1', reason: 'please' }, headers)
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'FORBIDDEN'])
  })

  it('all of it adds up in the ledger, and is in the events with who did it', async () => {
    expect((await auditLedger(ledger, {})).findings).toEqual([])
    const events = (await get('/admin/audit?event=balance_adjusted&limit=100')).json().events
    expect(events.length).toBeGreaterThan(3)
    for (const event of events) expect(event.actor).not.toBe(event.username)
  })
})
