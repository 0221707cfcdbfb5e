import type { App } from '@cnop/common/http/create-app'
import {
  CURSOR_RESPONSES,
  pagedRoutes,
  tryForgedCursors,
} from '@cnop/common/testing/forged-cursors'
import { testLedger } from '@cnop/common/testing/test-ledger'
import { signedInAs, testTokens } from '@cnop/common/testing/test-tokens'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { dynamoUserStore } from '#src/store/users'

import { signUp, startUserService } from './user-service.ts'

type Headers = Record<string, string>
type Row = Record<string, unknown>

/** Every list of the service: where its rows are, and what names one. */
const LISTS = [
  { path: '/balance/transactions', rows: 'transactions', id: 'transaction_id' },
  { path: '/auth/security-events', rows: 'events', id: 'event_id' },
  { path: '/admin/audit', rows: 'events', id: 'event_id' },
  { path: '/admin/users', rows: 'users', id: 'username' },
] as const
const paths = LISTS.map(({ path }) => path)

const ledger = await testLedger()
let app: App
let headers: Headers
let stranger: Headers

const get = (path: string, as: Headers = headers) =>
  app.inject({ method: 'GET', url: path, headers: as })

const firstCursor = async (path: string, as: Headers = headers): Promise<string> =>
  (await get(`${path}?limit=1`, as)).json().next_cursor

/** An administrator with a short history. */
const newAdmin = async (): Promise<Headers> => {
  const { username } = await signUp(app)
  const now = new Date().toISOString()
  await dynamoUserStore(ledger).changeStanding({ username, role: 'admin', now })
  const bearer = signedInAs(testTokens(), username, 'admin')
  for (const amount of ['10.00', '20.00', '30.00'])
    await app.inject({
      method: 'POST',
      url: '/balance/deposit',
      headers: bearer,
      payload: { amount },
    })
  return bearer
}

beforeAll(async () => {
  app = await startUserService({ ledger })
  headers = await newAdmin()
  stranger = await newAdmin()
})
afterAll(async () => await app.close())

it('covers every list of the service', () => {
  const downloads = ['/balance/transactions.csv']
  expect(pagedRoutes('user-service').toSorted()).toEqual([...paths, ...downloads].toSorted())
})

describe.each(LISTS)('a forged cursor of $path', ({ path, rows, id }) => {
  it('is refused with a code, or answers rows as they are', async () => {
    const all: Row[] = (await get(`${path}?limit=100`)).json()[rows]
    const known = new Map(all.map((row) => [row[id], row]))
    const others = await Promise.all(
      paths.filter((other) => other !== path).map((other) => firstCursor(other)),
    )
    const foreign = path === '/balance/transactions' ? [await firstCursor(path, stranger)] : []
    const cursor = await firstCursor(path)
    await tryForgedCursors({ cursor, foreign: [...others, ...foreign] }, async (forged) => {
      const answer = await get(`${path}?limit=100&cursor=${encodeURIComponent(forged)}`)
      const { code, [rows]: found = [] } = answer.json()
      expect(CURSOR_RESPONSES).toContainEqual([answer.statusCode, code])
      expect(found).toEqual(found.map((row: Row) => known.get(row[id])))
    })
  })

  it('is refused when it belongs to another list', async () => {
    for (const other of paths.filter((each) => each !== path)) {
      const answer = await get(`${path}?cursor=${await firstCursor(other)}`)
      expect([answer.statusCode, answer.json().errors[0].field]).toEqual([422, 'cursor'])
    }
  })
})

describe('a cursor of the journal', () => {
  it('is refused in a download as in the list, and changes no line of it', async () => {
    const [list, download] = ['/balance/transactions', '/balance/transactions.csv']
    const known = new Set((await get(download)).body.split('\n'))
    const foreign = [await firstCursor('/admin/users'), await firstCursor(list, stranger)]
    await tryForgedCursors({ cursor: await firstCursor(list), foreign }, async (forged) => {
      const answer = await get(`${download}?cursor=${encodeURIComponent(forged)}`)
      const isRefused = answer.statusCode !== 200
      const code = isRefused ? answer.json().code : undefined
      expect(CURSOR_RESPONSES).toContainEqual([answer.statusCode, code])
      const lines = isRefused ? [] : answer.body.split('\n')
      expect(lines.filter((line) => !known.has(line))).toEqual([])
    })
  })

  it('carries a running balance that nobody can change', async () => {
    const cursor = await firstCursor('/balance/transactions')
    const [text = '', signature = ''] = cursor.split('.')
    const position = JSON.parse(Buffer.from(text, 'base64url').toString())
    const richer = Buffer.from(JSON.stringify({ ...position, balance: '999999.00' }))
    for (const forged of [
      `${richer.toString('base64url')}.${signature}`,
      richer.toString('base64url'),
      text,
      `${text}.`,
      `${cursor}.`,
    ]) {
      const answer = await get(`/balance/transactions?cursor=${forged}`)
      expect([answer.statusCode, answer.json().code]).toEqual([422, 'VALIDATION_FAILED'])
    }
    const page = await get(`/balance/transactions?cursor=${cursor}`)
    expect(page.json().transactions[0].balance_after).toBe('30.00')
  })

  it('is good for its own user alone', async () => {
    const cursor = await firstCursor('/balance/transactions', stranger)
    expect((await get(`/balance/transactions?cursor=${cursor}`)).statusCode).toBe(422)
    expect((await get(`/balance/transactions?cursor=${cursor}`, stranger)).statusCode).toBe(200)
  })
})
