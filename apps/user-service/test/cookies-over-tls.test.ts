import type { App } from '@cnop/common/http/create-app'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { alice, signUp, startUserService } from './user-service.ts'

const OVER_TLS = { 'x-forwarded-proto': 'https' }

let app: App
beforeAll(async () => {
  app = await startUserService()
})
afterAll(async () => await app.close())

const logIn = async () => {
  const { username } = await signUp(app)
  const answer = await app.inject({
    method: 'POST',
    url: '/auth/login',
    payload: { username, password: alice.password },
    headers: OVER_TLS,
  })
  const cookie = answer.cookies.find(({ name }) => name === '__Secure-refresh_token')
  return {
    setCookies: [answer.headers['set-cookie']].flat(),
    cookie: cookie?.value ?? '',
    authorization: `Bearer ${answer.json().access_token}`,
  }
}

const refresh = (cookies: Record<string, string>, headers: Record<string, string> = OVER_TLS) =>
  app.inject({ method: 'POST', url: '/auth/refresh', cookies, headers })

it('have a name that browsers take from TLS alone', async () => {
  const { setCookies } = await logIn()
  expect(setCookies).toHaveLength(2)
  for (const cookie of setCookies)
    expect(cookie).toMatch(
      /^__Secure-(refresh_token|known_device)=.*; HttpOnly; Secure; SameSite=Strict$/,
    )
})

it('continue the session, and the next one has the same name', async () => {
  const { cookie } = await logIn()
  const answer = await refresh({ '__Secure-refresh_token': cookie })
  expect(answer.statusCode).toBe(200)
  expect(answer.cookies.map(({ name }) => name)).toEqual(['__Secure-refresh_token'])
})

it('count under that name alone: any page of the domain could have set the other', async () => {
  const { cookie } = await logIn()
  const planted = (await signUp(app)).cookie
  expect((await refresh({ refresh_token: cookie })).statusCode).toBe(401)
  const both = { refresh_token: planted, '__Secure-refresh_token': cookie }
  const answer = await refresh(both)
  expect([answer.statusCode, answer.json().user.username]).toEqual([200, cookie.split('.')[0]])
  expect((await refresh({ '__Secure-refresh_token': cookie }, {})).statusCode).toBe(401)
})

it.each([
  ['over TLS', OVER_TLS],
  ['without TLS', {}],
])('are cleared under both names by a log-out %s', async (_how, headers) => {
  const { authorization } = await logIn()
  const answer = await app.inject({
    method: 'POST',
    url: '/auth/logout',
    headers: { authorization, ...headers },
  })
  expect(answer.headers['set-cookie']).toEqual([
    expect.stringMatching(/^refresh_token=; Max-Age=0; Path=\/api\/v1\/auth;/),
    expect.stringMatching(
      /^__Secure-refresh_token=; Max-Age=0; Path=\/api\/v1\/auth;.* HttpOnly; Secure;/,
    ),
  ])
})
