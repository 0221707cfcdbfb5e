import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { connect } from 'node:net'

import { readEvents } from '@cnop/common/http/read-events'
import '@cnop/common/testing/provided-context'
import { startTcpProxy } from '@cnop/common/testing/tcp-proxy'
import { afterEach, beforeEach, expect, inject, it, vi } from 'vitest'

import { problemOf, startGateway, startStandIn, type StandIn } from './gateway.ts'

const STREAM = '/api/v1/market/stream'
/** More than a service has connections for requests. */
const MANY = 300

let service: StandIn
let gateway: Awaited<ReturnType<typeof startGateway>>
let leave: AbortController
let open: ServerResponse[]

beforeEach(async () => {
  service = await startStandIn()
  gateway = await startGateway({ serviceUrl: service.url, limits: { stream: MANY, public: 5 } })
  leave = new AbortController()
  open = []
  service.respond((request, response) => {
    if (!request.url.startsWith('/market/stream')) {
      response.end('{}')
      return
    }
    response.writeHead(200, { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' })
    response.write('retry: 1000\n\n')
    open.push(response)
  })
})
afterEach(async () => {
  leave.abort()
  await gateway.close()
  await service.close()
})

const listen = (lastEventId?: string) =>
  readEvents(new URL(`${STREAM}?assets=BTC`, gateway.url), { signal: leave.signal, lastEventId })

const say = (id: number) => {
  for (const response of open) response.write(`id: ${id}\ndata: ${id}\n\n`)
}

it('events arrive one by one, as they are sent, neither gathered nor compressed', async () => {
  const answer = await fetch(`${gateway.url}${STREAM}`, {
    headers: { 'accept-encoding': 'gzip, br' },
    signal: leave.signal,
  })
  expect(answer.headers.get('content-type')).toBe('text/event-stream')
  expect(answer.headers.get('content-encoding')).toBeNull()
  expect(answer.headers.get('x-accel-buffering')).toBe('no')
  const reader = answer.body?.getReader()
  await reader?.read()
  for (const id of [1, 2, 3]) {
    say(id)
    const { value } = (await reader?.read()) ?? {}
    expect(new TextDecoder().decode(value)).toBe(`id: ${id}\ndata: ${id}\n\n`)
  }
})

it('the service sees the filter and where the reader left off', async () => {
  const first = listen('41').next()
  await vi.waitFor(() => expect(open).toHaveLength(1))
  say(42)
  expect((await first).value).toMatchObject({ id: '42', data: 42 })
  expect(service.seen()).toMatchObject([
    { url: '/market/stream?assets=BTC', headers: { 'last-event-id': '41' } },
  ])
})

it('a reader who leaves takes the connection to the service along', async () => {
  const first = listen().next()
  await vi.waitFor(() => expect(open).toHaveLength(1))
  say(1)
  await first
  const gone = open[0] === undefined ? undefined : once(open[0], 'close')
  leave.abort()
  await gone
})

it.each<[string, (response: ServerResponse | undefined) => void]>([
  ['ends', (response) => response?.end()],
  ['breaks off', (response) => response?.destroy()],
])('a service that %s a stream ends it whole for the reader', async (_how, stop) => {
  const events = listen()
  const first = events.next()
  await vi.waitFor(() => expect(open).toHaveLength(1))
  say(1)
  await first
  stop(open[0])
  expect((await events.next()).done).toBe(true)
})

it('open streams take no connection from requests', async () => {
  const streams = Array.from({ length: MANY }, () => listen().next())
  await vi.waitFor(() => expect(open).toHaveLength(MANY), { timeout: 10_000 })
  expect((await fetch(`${gateway.url}/api/v1/inventory/assets`)).status).toBe(200)
  say(1)
  await Promise.all(streams)
})

it('streams have a limit of their own', async () => {
  for (let count = 0; count < MANY; count += 1) {
    const { status } = await fetch(`${gateway.url}${STREAM}`, { signal: leave.signal })
    expect(status).toBe(200)
  }
  const refused = await fetch(`${gateway.url}${STREAM}`)
  expect(refused.headers.get('ratelimit-limit')).toBe(String(MANY))
  expect((await problemOf(refused)).code).toBe('RATE_LIMITED')
  expect((await fetch(`${gateway.url}/api/v1/inventory/assets`)).status).toBe(200)
})

it('an address has only so many streams open at once, and a place again when one ends', async () => {
  await gateway.close()
  gateway = await startGateway({ serviceUrl: service.url, placeLimits: { streamsPerAddress: 3 } })
  const open = () => fetch(`${gateway.url}${STREAM}`, { signal: leave.signal })
  const answers = await Promise.all([open(), open(), open(), open()])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 429])
  const refused = answers.find(({ status }) => status === 429)
  expect(refused?.headers.get('retry-after')).toBe('10')
  await answers.find(({ status }) => status === 200)?.body?.cancel()
  await vi.waitFor(async () => expect((await open()).status).toBe(200))
})

it('an address in an IPv6 network has its places together with its whole /64', async () => {
  await gateway.close()
  const trustedProxies = ['127.0.0.1']
  gateway = await startGateway({
    serviceUrl: service.url,
    placeLimits: { streamsPerAddress: 1 },
    trustedProxies,
  })
  const from = async (address: string): Promise<number> => {
    const headers = { 'x-forwarded-for': address }
    return (await fetch(`${gateway.url}${STREAM}`, { headers, signal: leave.signal })).status
  }
  expect(await from('2001:db8:1:2::1')).toBe(200)
  expect(await from('2001:db8:1:2:ffff::9')).toBe(429)
  expect(await from('2001:db8:1:3::1')).toBe(200)
})

it('a reader who left while it was asked whether to let them in holds no place', async () => {
  await gateway.close()
  const redis = await startTcpProxy(new URL(inject('redisUrl')))
  const redisUrl = `redis://127.0.0.1:${redis.port}`
  gateway = await startGateway({
    serviceUrl: service.url,
    placeLimits: { streamsPerAddress: 1 },
    redisUrl,
  })
  redis.become('silent')
  const { hostname, port } = new URL(gateway.url)
  const reader = connect(Number(port), hostname)
  reader.write(`GET ${STREAM} HTTP/1.1\r\nhost: a\r\n\r\n`, () => reader.destroy())

  const admitted = /^gateway_rate_limit_decisions_total\{limit="stream",.*\} 1$/m
  await expect
    .poll(async () => await (await fetch(`${gateway.url}/metrics`)).text())
    .toMatch(admitted)
  const answer = await fetch(`${gateway.url}${STREAM}`, { signal: leave.signal })
  expect(answer.status).toBe(200)
  // One for the reader who stayed; the service never hears of the other.
  expect(service.seen()).toHaveLength(1)
  await redis.close()
})

it('a gateway that stops ends its streams whole and does not wait for their readers', async () => {
  const events = listen()
  const first = events.next()
  await vi.waitFor(() => expect(open).toHaveLength(1))
  say(1)
  await first
  await gateway.app.close()
  expect((await events.next()).done).toBe(true)
})
