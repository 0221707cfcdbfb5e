import { once } from 'node:events'
import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'

import { startDraining } from '@cnop/common/http/draining'
import { signedInAs, testTokens } from '@cnop/common/testing/test-tokens'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import {
  startGatewayProcess,
  startUnloggedGateway,
  type GatewayProcess,
} from './gateway-process.ts'
import { problemOf, startGateway, startStandIn, type StandIn } from './gateway.ts'
import { rawExchange } from './raw-socket.ts'

let service: StandIn
let gateway: Awaited<ReturnType<typeof startGateway>>
const alice = signedInAs(testTokens(), 'alice_trader')
const MARKET = '/api/v1/inventory/assets'

beforeEach(async () => {
  service = await startStandIn()
  gateway = await startGateway({ serviceUrl: service.url })
})
afterEach(async () => {
  await gateway.close()
  await service.close()
})

const call = (path: string, init: RequestInit = {}) => fetch(`${gateway.url}${path}`, init)

describe('a service that hangs', () => {
  it('is answered for with 504, asked once, and holds nobody else up', async () => {
    service.respond(({ url }, response) => {
      if (url.startsWith('/inventory')) response.end('{}')
    })
    const headers = { ...alice, 'idempotency-key': 'k', 'content-type': 'application/json' }
    let isOver = false
    const hanging = Promise.all([
      call('/api/v1/orders', { headers: alice }),
      call('/api/v1/orders', { method: 'POST', headers, body: '{}' }),
    ]).finally(() => {
      isOver = true
    })
    for (let count = 0; count < 50; count += 1) expect((await call(MARKET)).status).toBe(200)
    expect(isOver).toBe(false)
    for (const answer of await hanging) {
      const { code, detail } = await problemOf(answer)
      const retryAfter = answer.headers.get('retry-after')
      expect([answer.status, code, retryAfter]).toEqual([504, 'GATEWAY_TIMEOUT', '1'])
      expect(detail).toContain('Idempotency-Key')
    }
    expect(service.seen().filter(({ url }) => url === '/orders')).toHaveLength(2)
  })
})

describe('an answer that breaks off half-way', () => {
  const breakOff = (begin: (response: ServerResponse) => void): void =>
    service.respond((_request, response) => {
      begin(response)
      response.write('{"orders":[', () => response.destroy())
    })

  it('is asked for again, and then a 502, when its length was known and small', async () => {
    breakOff((response) => response.writeHead(200, { 'content-length': '100' }))
    const answer = await call('/api/v1/orders', { headers: alice })
    expect([answer.status, service.seen().length]).toEqual([502, 2])
    expect(await answer.text()).not.toContain('{"orders":[')
  })

  it.each<[string, (response: ServerResponse) => void]>([
    ['of a great length', (response) => response.writeHead(200, { 'content-length': '1000000' })],
    ['in chunks', (response) => response.writeHead(200)],
  ])('%s is no whole answer to whoever asked', async (_how, begin) => {
    breakOff(begin)
    const answer = await call('/api/v1/orders', { headers: alice })
    await expect(answer.text()).rejects.toThrow('terminated')
    const bytes = await rawExchange(
      gateway.url,
      `GET /api/v1/orders HTTP/1.1\r\nHost: x\r\nAuthorization: ${alice.authorization}\r\n\r\n`,
    )
    expect(bytes).toContain('{"orders":[')
    expect(bytes).not.toMatch(/\r\n0\r\n\r\n$/)
  })
})

describe('a connection that idles', () => {
  it('is given up by the gateway before a service of ours would, so that none is cut as it is used', async () => {
    const idle = createServer((_request, response) => response.end('{}'))
    // As services have it.
    idle.keepAliveTimeout = 10_000
    await new Promise<void>((ready) => idle.listen(0, '127.0.0.1', ready))
    const address = idle.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const opened = once(idle, 'connection')
    const other = await startGateway({ serviceUrl: `http://127.0.0.1:${port}` })
    await (await fetch(`${other.url}${MARKET}`)).text()
    const [socket] = await opened
    // Node ends a connection without hearing an end from the other side.
    expect(await once(socket, 'end')).toEqual([])
    await other.close()
    idle.close()
  })
})

describe('a gateway that is told to stop', () => {
  let running: GatewayProcess | undefined
  afterEach(() => running?.child.kill('SIGKILL'))

  const ask = (url: string, agent: Agent) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      request(url, { agent, headers: alice }, resolve).on('error', reject).end()
    })

  it('finishes what is under way, asks for no more on that connection, and ends with 0', async () => {
    running = await startGatewayProcess(service.url)
    const { url, child, exit } = running
    let finish = (): void => {}
    service.respond((_request, response) => {
      finish = () => response.end('{"done":true}')
    })
    const agent = new Agent({ keepAlive: true })
    const underWay = ask(`${url}/api/v1/orders`, agent)
    await vi.waitFor(() => expect(service.seen()).toHaveLength(1))
    child.kill('SIGTERM')
    // Once no new connection is taken, the rest is what was under way.
    await expect.poll(() => fetch(`${url}/health/live`).then(String, String)).toMatch(/failed/)
    finish()
    const answer = await underWay
    expect([answer.statusCode, answer.headers.connection]).toEqual([200, 'close'])
    answer.resume()
    expect(await exit).toEqual([0, null])
    agent.destroy()
  })

  it('is not ready any more, and serves who still comes', async () => {
    startDraining(gateway.app.server)
    expect((await call('/health/ready')).status).toBe(503)
    expect((await call('/health/live')).status).toBe(200)
    expect((await call(MARKET)).status).toBe(200)
  })
})

it('a gateway whose log cannot be written serves all the same, and ends with 0', async () => {
  const { url, child, exit } = await startUnloggedGateway(service.url)
  for (let count = 0; count < 50; count += 1)
    expect((await fetch(`${url}${MARKET}`)).status).toBe(200)
  child.kill('SIGTERM')
  expect(await exit).toEqual([0, null])
})
