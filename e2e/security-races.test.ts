import '@cnop/common/testing/provided-context'
import { randomUUID } from 'node:crypto'

import { API_BASE } from '@cnop/contracts/internal'
import { describe, expect, inject, it } from 'vitest'
import { z } from 'zod'

import { newPerson } from './api.ts'
import { attack, logIn, newcomer } from './attacker.ts'
import { Json, json, openScene } from './security-scene.ts'

const gateway = inject('gatewayUrl')
const administrator = inject('administrator')
const api = `${gateway}${API_BASE}`
const { mallory, victim, admin, get, post } = await openScene(gateway, administrator)

describe('many at once', () => {
  const times = <Result>(count: number, act: (index: number) => Promise<Result>) =>
    Promise.all(Array.from({ length: count }, (_, index) => act(index)))
  const statusesOf = (answers: { status: number }[]) =>
    answers.map(({ status }) => status).toSorted()

  it('registrations of one name: one account', async () => {
    const person = newPerson()
    const answers = await times(20, async (index) =>
      post('/auth/register', { ...person, email: `${index}${person.email}` }, {}),
    )
    expect(statusesOf(answers)).toEqual([201, ...Array.from({ length: 19 }, () => 409)])
  })

  it('withdrawals of all there is: one, and with one key one and the same', async () => {
    const rich = await newcomer(gateway)
    const all = { amount: '100.00' }
    const answers = await times(20, async () => post('/balance/withdraw', all, rich.bearer))
    expect(statusesOf(answers)).toEqual([201, ...Array.from({ length: 19 }, () => 409)])
    const key = { 'idempotency-key': randomUUID() }
    const deposits = await times(20, async () =>
      post('/balance/deposit', all, { ...rich.bearer, ...key }),
    )
    expect(new Set(deposits.map(({ text }) => text)).size).toBe(1)
    expect((await get('/balance', rich.bearer))['current_balance']).toBe('100.00')
  })

  it('requests with a key while it is revoked: none gets through afterwards', async () => {
    const owner = await newcomer(gateway)
    const made = await post(
      '/auth/api-keys',
      { name: 'bot', scopes: ['read'], current_password: owner.password },
      owner.bearer,
    )
    const { key, api_key } = z
      .object({ key: z.string(), api_key: z.object({ key_id: z.string() }) })
      .parse(JSON.parse(made.text))
    const use = () => attack(`${api}/balance`, 'GET', { 'x-api-key': key })
    const [revoked] = await Promise.all([
      attack(`${api}/auth/api-keys/${api_key.key_id}`, 'DELETE', owner.bearer),
      times(20, use),
    ])
    expect(revoked.status).toBe(200)
    expect(new Set(statusesOf(await times(20, use)))).toEqual(new Set([401]))
  })

  it('a refresh cookie that comes back after its successor ends the session, token and all', async () => {
    const owner = await newcomer(gateway)
    const refresh = async (cookie: string) => {
      const answer = await fetch(`${api}/auth/refresh`, { method: 'POST', headers: { cookie } })
      const next = answer.headers.getSetCookie().find((each) => each.startsWith('refresh_token='))
      return { status: answer.status, cookie: next?.split(';', 1).join() ?? '' }
    }
    const second = await refresh(owner.cookie)
    const third = await refresh(second.cookie)
    expect((await refresh(owner.cookie)).status).toBe(401)
    expect((await refresh(third.cookie)).status).toBe(401)
    expect((await attack(`${api}/balance`, 'GET', owner.bearer)).status).toBe(401)
  })

  it('a user who is suspended in the middle of it all is out, and back when let in', async () => {
    const owner = await newcomer(gateway)
    const setStatus = (status: string) =>
      attack(
        `${api}/admin/users/${owner.username}/status`,
        'PUT',
        { ...json, ...admin },
        JSON.stringify({ status, reason: 'a test of ours' }),
      )
    await Promise.all([
      setStatus('suspended'),
      times(20, async () => post('/balance/deposit', { amount: '1.00' }, owner.bearer)),
    ])
    const after = await times(10, async () =>
      post('/balance/deposit', { amount: '1.00' }, owner.bearer),
    )
    expect(new Set(statusesOf(after))).toEqual(new Set([401]))
    expect((await post('/auth/login', owner, {})).status).toBe(422)
    const { username, password } = owner
    expect((await post('/auth/login', { username, password }, {})).status).toBe(403)
    expect((await setStatus('active')).status).toBe(200)
    const { bearer } = await logIn(gateway, username, password)
    expect((await attack(`${api}/balance`, 'GET', bearer)).status).toBe(200)
  })
})

it('the ledger adds up for everyone who took part', async () => {
  for (const { username } of [mallory, victim]) {
    const answer = await post('/admin/ledger/audit', { username }, admin)
    expect([
      answer.status,
      Json.parse(Json.parse(JSON.parse(answer.text))['data'])['findings'],
    ]).toEqual([200, []])
  }
})
