import { signedInAs, testTokens } from '@cnop/common/testing/test-tokens'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { z } from 'zod'

import { startGatewayProcess, type GatewayProcess } from './gateway-process.ts'
import { startStandIn, type StandIn } from './gateway.ts'
import { rawExchange } from './raw-socket.ts'

const Line = z.looseObject({ level: z.string(), time: z.iso.datetime(), message: z.string() })

let service: StandIn
let gateway: GatewayProcess
const { authorization } = signedInAs(testTokens(), 'alice_trader')

beforeAll(async () => {
  service = await startStandIn()
  gateway = await startGatewayProcess(service.url, { RATE_LIMIT_READS: '2' })
})
afterAll(async () => {
  gateway.child.kill('SIGTERM')
  await gateway.exit
  await service.close()
})

const linesOf = () => gateway.lines().map((line) => Line.parse(JSON.parse(line)))
const get = (target: string, headers = '') =>
  rawExchange(
    gateway.url,
    `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${headers}\r\n`,
  )

it('hold one line of JSON for whatever is asked, with nothing a terminal would obey', async () => {
  const targets = [
    '/%0d%0a{"level":"error"}',
    '/%1b[31mred',
    '/api/v1/inventory/assets/%0a%00',
    '/a\u001b[2J',
    `/${'x'.repeat(9_000)}`,
  ]
  for (const target of targets)
    await get(target, 'User-Agent: \u001b[31m\r\nX-Request-Id: a"b\u001b\r\n')
  await rawExchange(gateway.url, '\u001b[2J\n{"level":"fatal"}\n\n')
  await vi.waitFor(() => expect(linesOf().length).toBeGreaterThan(targets.length))
  expect(linesOf().map(({ level }) => level)).not.toContain('fatal')
  // eslint-disable-next-line no-control-regex -- the characters are what is looked for
  expect(gateway.lines().join('')).not.toMatch(/[\u0000-\u001f\u007f]/)
})

it('tell who was let in and who was not, from where and when, and no secret', async () => {
  for (let count = 0; count < 3; count += 1)
    await get('/api/v1/balance?token=Canary-Secret-77', `Authorization: ${authorization}\r\n`)
  const bob = signedInAs(testTokens(), 'bob_trader').authorization
  await get('/api/v1/admin/users', `Authorization: ${bob}\r\nX-Request-Id: denied-1\r\n`)
  await get(
    '/api/v1/balance',
    'X-API-Key: Canary-Secret-77\r\nCookie: refresh_token=Canary-Secret-77\r\n',
  )
  const asked = () => linesOf().filter(({ message, route }) => message === 'request' && route)
  const told = { address: '127.0.0.1', method: 'GET' }
  await vi.waitFor(() =>
    expect(asked()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          ...told,
          status: 200,
          user: 'alice_trader',
          path: '/api/v1/balance',
        }),
        expect.objectContaining({ ...told, status: 429, user: 'alice_trader' }),
        expect.objectContaining({ ...told, status: 401 }),
      ]),
    ),
  )
  expect(asked().find(({ request_id }) => request_id === 'denied-1')).toMatchObject({
    status: 403,
    user: 'bob_trader',
  })
  const everything = gateway.lines().join('\n')
  expect(everything).not.toContain('Canary')
  expect(everything).not.toContain(authorization.slice(-20))
})
