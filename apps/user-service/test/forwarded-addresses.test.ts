import { expect, it, onTestFinished } from 'vitest'

import { alice, signUp, startUserService } from './user-service.ts'

const PORTS = [20_001, 20_002, 20_003, 20_004]

it.each([
  ['203.0.113.7', (port: number) => `203.0.113.7:${port}`],
  ['2001:db8:1:2::7', (port: number) => `[2001:db8:1:2::7]:${port}`],
  ['127.0.0.1', (port: number) => `not-an-address:${port}`],
])(
  'an address that a proxy writes with a port is %s for the guard, for sessions and for security events',
  async (address, written) => {
    const started = new Date()
    const app = await startUserService({
      loginLock: { afterAccount: 0, afterAddress: 4, seconds: 900 },
      // Pauses of the guard do not end while the test looks.
      now: () => started,
    })
    onTestFinished(async () => await app.close())
    const logIn = (username: string, password: string, port: number) =>
      app.inject({
        method: 'POST',
        url: '/auth/login',
        payload: { username, password },
        headers: { 'x-forwarded-for': written(port) },
      })

    const { username } = await signUp(app)
    const signedIn = await logIn(username, alice.password, 20_000)
    const headers = { authorization: `Bearer ${signedIn.json().access_token}` }
    const { events } = (await app.inject({ url: '/auth/security-events', headers })).json()
    expect(events[0]).toMatchObject({ event: 'login_succeeded', address })
    const { sessions } = (await app.inject({ url: '/auth/sessions', headers })).json()
    expect(sessions).toContainEqual(expect.objectContaining({ address, current: true }))

    const statuses: number[] = []
    for (const port of PORTS)
      statuses.push((await logIn(`sprayed_${port}`, 'Wrong-Horse-77', port)).statusCode)
    expect(statuses).toEqual([401, 401, 429, 429])
  },
)
