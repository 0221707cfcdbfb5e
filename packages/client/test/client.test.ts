import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

import { deposit, downloadTransactions, getBalance } from '@cnop/contracts/balance'
import { errorCatalogue, type ErrorCode } from '@cnop/contracts/errors'
import { logout } from '@cnop/contracts/sessions'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { Client, OutcomeUnknown } from '../src/client.ts'
import { ApiProblem, NetworkError } from '../src/problem.ts'
import { request, requestFile } from '../src/request.ts'

type Act = (response: ServerResponse) => void

/** What the server does with each request in turn; the last act goes on. */
let acts: Act[] = []
let seen: IncomingMessage[] = []
let origin = ''
const server = createServer((request, response) => {
  seen.push(request)
  request.resume().on('end', () => (acts.length > 1 ? acts.shift() : acts[0])?.(response))
})

beforeEach(async () => {
  seen = []
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  origin = typeof address === 'object' ? `http://127.0.0.1:${address?.port}` : ''
})
afterEach(async () => {
  vi.useRealTimers()
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
})

const breakOff: Act = (response) => response.destroy()
const balance: Act = (response) =>
  response.end(
    JSON.stringify({
      current_balance: '100.00',
      available: '100.00',
      held: '0.00',
      currency: 'USD',
      updated_at: '2026-01-31T09:30:00.000Z',
    }),
  )
const refuse =
  (code: ErrorCode): Act =>
  (response) => {
    const { status, title } = errorCatalogue[code]
    const problem = { type: '', title, status, detail: 'No.', instance: '', code, request_id: 'r1' }
    response.writeHead(status, { 'retry-after': '0' }).end(JSON.stringify(problem))
  }
const keys = () => seen.map(({ headers }) => headers['idempotency-key'])

const pay = (idempotencyKey?: string) =>
  Client.at({ origin }).call(deposit, {
    body: { amount: '1.00' },
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  })

describe('a call', () => {
  it('bears the API key, and comes back as the contract says', async () => {
    acts = [balance]
    const client = Client.at({ origin, apiKey: 'cnop.key' })
    expect((await client.call(getBalance)).current_balance).toBe('100.00')
    expect(seen[0]?.headers['x-api-key']).toBe('cnop.key')
  })

  it('that only reads is sent again, once, when no answer came', async () => {
    acts = [breakOff, balance]
    expect((await Client.at({ origin }).call(getBalance)).current_balance).toBe('100.00')
    acts = [breakOff]
    await expect(Client.at({ origin }).call(getBalance)).rejects.toBeInstanceOf(NetworkError)
    expect(seen).toHaveLength(4)
  })

  it('that changes something and has no key is never sent again', async () => {
    acts = [breakOff]
    await expect(Client.at({ origin }).call(logout)).rejects.toBeInstanceOf(NetworkError)
    expect(seen).toHaveLength(1)
  })

  it('that is refused says why, and is not sent again', async () => {
    acts = [refuse('INSUFFICIENT_BALANCE')]
    const refusal = await pay().catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(ApiProblem)
    expect(refusal).toMatchObject({ code: 'INSUFFICIENT_BALANCE', status: 409, requestId: 'r1' })
    expect(seen).toHaveLength(1)
  })

  it('that found too many others under way is sent again when its turn has come', async () => {
    acts = [refuse('TOO_MANY_AT_ONCE'), refuse('TOO_MANY_AT_ONCE'), balance]
    expect((await Client.at({ origin }).call(getBalance)).current_balance).toBe('100.00')
    acts = [refuse('RATE_LIMITED')]
    const refusal = await Client.at({ origin })
      .call(getBalance)
      .catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: 'RATE_LIMITED' })
    expect(seen).toHaveLength(4)
  })

  it('that has no turn after five others is refused', async () => {
    acts = [refuse('TOO_MANY_AT_ONCE')]
    const refusal = await Client.at({ origin })
      .call(getBalance)
      .catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: 'TOO_MANY_AT_ONCE' })
    expect(seen).toHaveLength(6)
  })

  it('whose answer is not of the contract fails, and is not sent again', async () => {
    acts = [(response) => response.end('{"current_balance":1}')]
    await expect(Client.at({ origin }).call(getBalance)).rejects.toThrow(/current_balance/)
    expect(seen).toHaveLength(1)
  })
})

describe('a file', () => {
  const part =
    (rows: string, next?: string): Act =>
    (response) => {
      const path = '/api/v1/balance/transactions.csv?type=DEPOSIT'
      if (next !== undefined) response.setHeader('link', `<${path}&cursor=${next}>; rel="next"`)
      response.end(`id,amount\r\n${rows}`)
    }

  it('of several parts is put together, with one line of names', async () => {
    acts = [part('c,3\r\n', 'below-c'), part('', 'below-b'), part('a,1\r\n')]
    const query = { type: 'DEPOSIT' } as const
    const file = await requestFile(downloadTransactions, { query }, { origin, headers: {} })
    expect(await file.text()).toBe('id,amount\r\nc,3\r\na,1\r\n')
    const queries = seen.map(({ url }) => url?.split('?')[1])
    expect(queries).toEqual([
      'type=DEPOSIT',
      'type=DEPOSIT&cursor=below-c',
      'type=DEPOSIT&cursor=below-b',
    ])
  })
})

it('a file keeps the byte-order mark that was asked for, once, and every letter', async () => {
  const rest = '</api/v1/balance/transactions.csv?cursor=older>; rel="next"'
  acts = [
    (response) =>
      response.writeHead(200, { link: rest }).end('\u{feff}description\r\nRückerstattung\r\n'),
    (response) => response.end('description\r\nEinzahlung\r\n'),
  ]
  const query = { bom: '1' } as const
  const file = await requestFile(downloadTransactions, { query }, { origin, headers: {} })
  const text = Buffer.from(await file.arrayBuffer()).toString('utf8')
  expect(text).toBe('\u{feff}description\r\nRückerstattung\r\nEinzahlung\r\n')
})

describe('a call that moves something', () => {
  it('has a key of its own, and the same one when it is sent again', async () => {
    acts = [breakOff, refuse('INSUFFICIENT_BALANCE')]
    await pay().catch(() => {})
    await pay().catch(() => {})
    const [first, again, other] = keys()
    expect(first).toMatch(/^[\da-f]{32}$/)
    expect(again).toBe(first)
    expect(other).not.toBe(first)
  })

  it.each<[string, Act]>([
    ['no answer', breakOff],
    ['an outcome nobody knows', refuse('GATEWAY_TIMEOUT')],
    ['a refusal at the door', refuse('RATE_LIMITED')],
  ])(
    'is open after a lost answer and then %s, and goes on under its key',
    async (_what, second) => {
      acts = [breakOff, second]
      const open = await pay().catch((error: unknown) => error)
      expect(open).toBeInstanceOf(OutcomeUnknown)
      acts = [refuse('INSUFFICIENT_BALANCE')]
      if (open instanceof OutcomeUnknown) await pay(open.idempotencyKey).catch(() => {})
      expect(new Set(keys()).size).toBe(1)
      expect(seen).toHaveLength(3)
    },
  )
})

describe('a server that hangs', () => {
  /** What becomes of a request of which the server has begun so much, once so many ms have gone by. */
  const after = async (ms: number, act: Act, send: () => Promise<unknown>): Promise<unknown> => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const reached = new Promise<void>((resolve) => {
      acts = [
        (response) => {
          act(response)
          resolve()
        },
      ]
    })
    let became: unknown = 'still waiting'
    const ended = send().catch((error: unknown) => (became = error))
    await reached
    vi.advanceTimersByTime(ms)
    await Promise.race([ended, new Promise((soon) => setImmediate(soon))])
    return became
  }
  const silence: Act = () => {}
  const halfAnAnswer: Act = (response) => void response.writeHead(200).write('{')
  const sendDeposit = () =>
    request(deposit, { body: { amount: '1.00' }, idempotencyKey: 'k' }, { origin, headers: {} })
  const sendBalance = () => request(getBalance, {}, { origin, headers: {} })

  it.each<[string, Act]>([
    ['that says nothing', silence],
    ['in the middle of its answer', halfAnAnswer],
  ])('%s is not waited for longer than 10 s', async (_what, act) => {
    expect(await after(9_999, act, sendBalance)).toBe('still waiting')
    expect(await after(10_000, act, sendBalance)).toMatchObject({
      name: 'NetworkError',
      isLate: true,
    })
  })

  it('has twice as long where money moves', async () => {
    expect(await after(19_999, silence, sendDeposit)).toBe('still waiting')
    expect(await after(20_000, silence, sendDeposit)).toMatchObject({
      name: 'NetworkError',
      isLate: true,
    })
  })
})
