import type { App } from '@cnop/common/http/create-app'
import type { Ledger } from '@cnop/common/ledger/ledger'
import { moveCash } from '@cnop/common/ledger/move-cash'
import { startFaultProxy, type FaultProxy } from '@cnop/common/testing/fault-proxy'
import '@cnop/common/testing/provided-context'
import { testLedger } from '@cnop/common/testing/test-ledger'
import { parseCash } from '@cnop/money/text'
import { afterAll, beforeAll, beforeEach, expect, inject, it, vi } from 'vitest'

import { signUp, startUserService } from './user-service.ts'

const MOVEMENTS = 300

let database: FaultProxy
let ledger: Ledger
let app: App
let url: string
let headers: Record<string, string>
/** Queries that have reached the database. */
let queries = 0

beforeAll(async () => {
  database = await startFaultProxy(inject('dynamodbEndpoint'))
  ledger = await testLedger(database.url)
  app = await startUserService({ ledger })
  url = await app.listen({ host: '127.0.0.1', port: 0 })
  const person = await signUp(app)
  ;({ headers } = person)
  const move = { username: person.username, type: 'DEPOSIT', clientKey: undefined } as const
  for (let made = 0; made < MOVEMENTS; made += 20)
    await Promise.all(
      Array.from({ length: 20 }, () => moveCash(ledger, { ...move, amount: parseCash('1.00') })),
    )
})
afterAll(async () => {
  await app.close()
  await database.close()
})
beforeEach(() => {
  queries = 0
  database.plan((operation) => {
    if (operation === 'Query') queries += 1
    return 'none'
  })
})

it('a caller who hangs up ends the query under way, and no other follows', async () => {
  const whole = await fetch(`${url}/balance/transactions.csv`, { headers })
  expect((await whole.text()).trim().split('\r\n')).toHaveLength(1 + MOVEMENTS)
  const all = queries
  expect(all).toBeGreaterThan(3)

  queries = 0
  const leave = new AbortController()
  database.plan((operation) => {
    if (operation !== 'Query') return 'none'
    queries += 1
    return queries === 2 ? 'hang' : 'none'
  })
  const left = fetch(`${url}/balance/transactions.csv`, { headers, signal: leave.signal }).catch(
    () => 'left',
  )
  await vi.waitFor(() => expect(queries).toBeGreaterThanOrEqual(2))
  const begun = queries
  leave.abort()
  expect(await left).toBe('left')

  // Long reads of a user take turns: this one is answered once the one before has ended.
  const next = await fetch(`${url}/balance/transactions.csv`, { headers })
  expect((await next.text()).trim().split('\r\n')).toHaveLength(1 + MOVEMENTS)
  expect(queries).toBe(begun + all)
})

it('leaves no failure behind in the metrics', async () => {
  const metrics = await (await fetch(`${url}/metrics`)).text()
  expect(metrics).not.toMatch(/http_request_duration_seconds_count\{[^}]*status="5\d\d"/)
})
