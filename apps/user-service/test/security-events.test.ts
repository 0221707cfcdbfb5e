import type { App } from '@cnop/common/http/create-app'
import type { Ledger } from '@cnop/common/ledger/ledger'
import { dynamoSecurityEvents } from '@cnop/common/security/security-event-store'
import { countScans } from '@cnop/common/testing/count-scans'
import { testLedger } from '@cnop/common/testing/test-ledger'
import { signedInAs, testTokens } from '@cnop/common/testing/test-tokens'
import { SecurityEventPage, type SecurityEvent } from '@cnop/contracts/security-events'
import { monotonicFactory } from 'ulid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { dynamoUserStore } from '#src/store/users'

import { alice, signUp, startUserService, testClock } from './user-service.ts'

type Headers = Record<string, string>

let app: App
let ledger: Ledger
let admin: Headers
const clock = testClock()

beforeAll(async () => {
  ledger = { ...(await testLedger()), now: clock.now }
  app = await startUserService({ ledger })
  const { username } = await signUp(app)
  await dynamoUserStore(ledger).changeStanding({
    username: username,
    role: 'admin',
    now: clock.now().toISOString(),
  })
  admin = signedInAs(testTokens(), username, 'admin')
})
afterAll(async () => await app.close())

const page = async (url: string, headers: Headers) => {
  const answer = await app.inject({ method: 'GET', url, headers })
  expect(answer.statusCode).toBe(200)
  return SecurityEventPage.parse(answer.json())
}

const allPages = async (url: string, headers: Headers): Promise<SecurityEvent[]> => {
  const found: SecurityEvent[] = []
  let cursor = ''
  do {
    const { events, next_cursor } = await page(`${url}${cursor}`, headers)
    found.push(...events)
    cursor = next_cursor === null ? '' : `&cursor=${next_cursor}`
  } while (cursor !== '')
  return found
}

const fail = (username: string, headers: Headers = {}) =>
  app.inject({
    method: 'POST',
    url: '/auth/login',
    payload: { username, password: 'Wrong-Horse-77' },
    headers,
  })

describe('GET /auth/security-events', () => {
  it('tells a user what happened to the account, newest first, and of no one else', async () => {
    const { headers, username } = await signUp(app)
    await signUp(app)
    await fail(`${username}@example.com`, {
      'user-agent': 'evil\u001b[2J agent',
      'x-request-id': 'r-1',
    })
    const { events } = await page('/auth/security-events', headers)
    expect(events.map(({ event, outcome }) => [event, outcome])).toEqual([
      ['login_failed', 'failure'],
      ['login_succeeded', 'success'],
      ['registered', 'success'],
    ])
    expect(new Set(events.map((event) => event.username))).toEqual(new Set([username]))
    expect(events[0]).toMatchObject({
      address: '127.0.0.1',
      request_id: 'r-1',
      user_agent: 'evil[2J agent',
    })
    expect(JSON.stringify(events)).not.toContain('Wrong-Horse')
  })

  it('pages through all of them once', async () => {
    const { headers, username } = await signUp(app)
    for (let i = 0; i < 4; i += 1) await fail(username)
    const events = await allPages('/auth/security-events?limit=2', headers)
    expect(events).toHaveLength(6)
    expect(new Set(events.map(({ event_id }) => event_id)).size).toBe(6)
    expect(events.map(({ event_id }) => event_id)).toEqual(
      events
        .map(({ event_id }) => event_id)
        .toSorted()
        .toReversed(),
    )
  })
})

describe('GET /admin/audit', () => {
  it('403 for anyone but an administrator', async () => {
    const { headers } = await signUp(app)
    const answer = await app.inject({ method: 'GET', url: '/admin/audit', headers })
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'FORBIDDEN'])
    expect((await app.inject({ method: 'GET', url: '/admin/audit' })).statusCode).toBe(401)
  })

  it('examines 500 events a page, so that one of a rare kind may be empty with more to come', async () => {
    const { username } = await signUp(app)
    const store = dynamoSecurityEvents(ledger.database, clock.now)
    const nextId = monotonicFactory()
    const events = Array.from({ length: 620 }, (): SecurityEvent => ({
      event_id: nextId(clock.now().getTime()),
      event: 'login_failed',
      outcome: 'failure',
      username,
      actor: username,
      address: '127.0.0.1',
      user_agent: '',
      request_id: 'r',
      details: {},
      created_at: clock.now().toISOString(),
    }))
    while (events.length > 0)
      await Promise.all(events.splice(0, 20).map((event) => store.append(event)))
    for (const filter of [`username=${username}&event=registered`, 'event=role_changed']) {
      const scanned = countScans(ledger)
      const first = await page(`/admin/audit?limit=10&${filter}`, admin)
      expect(first).toMatchObject({ events: [], has_more: true })
      expect(scanned()).toBe(500)
    }
    const found = await allPages(`/admin/audit?username=${username}&event=registered`, admin)
    expect(found).toHaveLength(1)
  })

  it('lists everybody, by user, by kind and by time, over the end of a month too', async () => {
    const before = await allPages('/admin/audit?limit=100', admin)
    const { username } = await signUp(app)
    clock.advance({ seconds: 40 * 86_400 })
    await fail(username)
    const later = clock.now().toISOString()
    const all = await allPages('/admin/audit?limit=3', admin)
    expect(all.slice(3).map(({ event_id }) => event_id)).toEqual(
      before.map(({ event_id }) => event_id),
    )
    const ofUser = await allPages(`/admin/audit?limit=1&username=${username}`, admin)
    expect(ofUser.map(({ event }) => event)).toEqual([
      'login_failed',
      'login_succeeded',
      'registered',
    ])
    const failed = await allPages(`/admin/audit?limit=1&event=login_failed&from=${later}`, admin)
    expect(failed).toEqual([])
    const old = Buffer.from('{"list":"all events","before":"01ARZ3NDEKTSV4RRFFQ69G5FAV"}').toString(
      'base64url',
    )
    expect((await page(`/admin/audit?from=${later}&cursor=${old}`, admin)).events).toEqual([])
    const registered = await allPages(`/admin/audit?limit=2&event=registered&to=${later}`, admin)
    expect(registered[0]).toMatchObject({ username, event: 'registered' })
  })

  it('keeps no password that was typed as a name', async () => {
    await fail('My-Secret Password!')
    const [latest] = (await page('/admin/audit?limit=1', admin)).events
    expect(latest).toMatchObject({ event: 'login_failed', username: 'not a username' })
  })

  it.each(['event=nonsense', 'username=a', 'limit=0', 'cursor=x', 'from=yesterday', 'page=2'])(
    '422 for ?%s',
    async (query) => {
      const answer = await app.inject({
        method: 'GET',
        url: `/admin/audit?${query}`,
        headers: admin,
      })
      expect(answer.statusCode).toBe(422)
    },
  )

  it('a password given up for another is an event, and a refused one too', async () => {
    const { headers, username } = await signUp(app)
    for (const current_password of ['Wrong-Horse-77', alice.password])
      await app.inject({
        method: 'PUT',
        url: '/auth/password',
        headers,
        payload: { current_password, new_password: 'Another-Horse-8' },
      })
    const events = await allPages(`/admin/audit?limit=2&username=${username}`, admin)
    expect(events.slice(0, 2).map(({ event }) => event)).toEqual([
      'password_changed',
      'password_refused',
    ])
  })
})
