import type { ServerResponse } from 'node:http'

import { signedInAs, testTokens } from '@cnop/common/testing/test-tokens'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { problemOf, startGateway, startStandIn, type StandIn } from './gateway.ts'

let service: StandIn
let gateway: Awaited<ReturnType<typeof startGateway>>
let leave: AbortController
/** Requests the service has not answered, with what it would answer them by. */
let open: { readonly path: string; readonly response: ServerResponse }[]
let asked: Promise<unknown>[]
/** Paths of requests that ended before they were answered. */
let ended: string[]

const alice = signedInAs(testTokens(), 'alice_trader')
const bob = signedInAs(testTokens(), 'bob_trader')
const JOURNAL = '/api/v1/balance/transactions'
const DOWNLOAD = '/api/v1/balance/transactions.csv'

beforeEach(async () => {
  service = await startStandIn()
  const placeLimits = { readsPerUser: 8, downloadsPerUser: 1 }
  gateway = await startGateway({ serviceUrl: service.url, placeLimits })
  leave = new AbortController()
  open = []
  ended = []
  asked = []
  service.respond(({ method, url }, response) => {
    if (method === 'POST') {
      response.end('{}')
      return
    }
    open.push({ path: url, response })
    response.once('close', () => {
      if (!response.writableEnded) ended.push(url)
    })
  })
})
afterEach(async () => {
  finishAll()
  await Promise.allSettled(asked)
  leave.abort()
  await gateway.close()
  await service.close()
})

const ask = (path: string, headers: Record<string, string>) =>
  fetch(`${gateway.url}${path}`, { headers, signal: leave.signal })

/** Sends requests that the service leaves open, and waits until it has them. */
const begin = async (count: number, path: string, headers: Record<string, string> = alice) => {
  const before = open.length
  const answers = Array.from({ length: count }, () => ask(path, headers))
  asked.push(...answers)
  for (const answer of answers) answer.catch(() => {})
  await vi.waitFor(() => expect(open).toHaveLength(before + count))
  return { answers }
}

const finishAll = (): void => {
  for (const { response } of open.splice(0)) response.end('{}')
}

describe('reads of one user', () => {
  it('are answered eight at a time, and the ninth is told to come back', async () => {
    const { answers: eight } = await begin(8, JOURNAL)
    const ninth = await ask(JOURNAL, alice)
    expect([ninth.status, ninth.headers.get('retry-after')]).toEqual([429, '1'])
    const { code, detail } = await problemOf(ninth)
    expect(code).toBe('TOO_MANY_AT_ONCE')
    expect(detail).toContain('8 of your requests')
    expect(open).toHaveLength(8)
    finishAll()
    for (const answer of eight) expect((await answer).status).toBe(200)
  })

  it('leave the orders of that user and everything of others alone', async () => {
    await begin(8, JOURNAL)
    const headers = { ...alice, 'content-type': 'application/json' }
    const order = { method: 'POST', headers, body: '{}' }
    expect((await fetch(`${gateway.url}/api/v1/orders`, order)).status).toBe(200)
    await begin(1, JOURNAL, bob)
    await begin(1, '/api/v1/inventory/assets', {})
  })

  it.each<[string, () => unknown]>([
    ['answered', finishAll],
    ['given up by the client', () => leave.abort()],
  ])('have their places again once they are %s', async (_how, end) => {
    const { answers: first } = await begin(8, JOURNAL)
    end()
    await Promise.allSettled(first)
    open = []
    leave = new AbortController()
    await begin(8, JOURNAL)
    expect((await ask(JOURNAL, alice)).status).toBe(429)
  })

  it('count together however they name their user: by path, query or HEAD', async () => {
    await begin(4, '/api/v1/orders?status=completed')
    await begin(4, '/api/v1/portfolio/history?range=all')
    const head = await fetch(`${gateway.url}${JOURNAL}`, { method: 'HEAD', headers: alice })
    expect(head.status).toBe(429)
  })
})

describe('downloads of one user', () => {
  it('are answered one at a time, beside eight reads', async () => {
    const { answers } = await begin(1, DOWNLOAD)
    const second = await ask('/api/v1/orders.csv', alice)
    expect([second.status, second.headers.get('retry-after')]).toEqual([429, '2'])
    const { code, detail } = await problemOf(second)
    expect([code, detail]).toEqual(['TOO_MANY_AT_ONCE', expect.stringContaining('download')])
    await begin(8, JOURNAL)
    finishAll()
    expect((await answers[0])?.status).toBe(200)
  })

  it('hold their place until the last byte has left', async () => {
    service.respond((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/csv' }).write('a,b\r\n')
      open.push({ path: '', response })
    })
    const begun = await ask(DOWNLOAD, alice)
    expect(begun.status).toBe(200)
    expect((await ask(DOWNLOAD, alice)).status).toBe(429)
    finishAll()
    expect(await begun.text()).toBe('a,b\r\n{}')
    await vi.waitFor(async () => expect((await ask(DOWNLOAD, alice)).status).toBe(200))
  })
})

describe('a caller who hangs up', () => {
  it('ends the read at the service', async () => {
    await begin(3, JOURNAL)
    leave.abort()
    await vi.waitFor(() => expect(ended).toHaveLength(3))
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text()
    expect(metrics).toContain(
      'gateway_breaker_state{upstream="user-service",state="closed",service="gateway"} 1',
    )
  })

  it('does not end what changes something', async () => {
    let finish = (): void => {}
    let wasClosed = false
    service.respond((_request, response) => {
      finish = () => response.end('{}')
      response.once('close', () => {
        wasClosed = !response.writableFinished
      })
    })
    const headers = { ...alice, 'content-type': 'application/json' }
    const options = { method: 'POST', headers, body: '{}', signal: leave.signal }
    const left = fetch(`${gateway.url}/api/v1/auth/logout`, options).catch(() => 'left')
    await vi.waitFor(() => expect(service.seen()).toHaveLength(1))
    leave.abort()
    await left
    // The gateway has noticed by the time it has answered someone else.
    service.respond((_request, response) => response.end('{}'))
    await fetch(`${gateway.url}/api/v1/inventory/assets`)
    finish()
    expect(wasClosed).toBe(false)
  })
})

describe('slow answers', () => {
  it('do not count against the service, which goes on being asked', async () => {
    const { answers: slow } = await begin(8, JOURNAL)
    for (const answer of slow) expect((await answer).status).toBe(504)
    service.respond((_request, response) => response.end('{}'))
    expect((await ask(JOURNAL, alice)).status).toBe(200)
  })
})
