import {
  CURSOR_RESPONSES,
  pagedRoutes,
  tryForgedCursors,
} from '@cnop/common/testing/forged-cursors'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startOrderService, type OrderService, type Trader } from './order-service.ts'

type Row = Record<string, unknown>

/** Every list of the service, with the path it is tried at. */
const LISTS = { '/orders': '/orders', '/assets/:id/transactions': '/assets/BTC/transactions' }
const paths = Object.values(LISTS)

let service: OrderService
let trader: Trader

const get = (path: string) =>
  service.app.inject({ method: 'GET', url: path, headers: trader.headers })

const firstCursor = async (path: string): Promise<string> =>
  (await get(`${path}?limit=1`)).json().next_cursor

beforeAll(async () => {
  service = await startOrderService()
  service.setPrice('BTC', '100.00')
  service.setPrice('ETH', '10.00')
  trader = await service.newTrader('10000.00')
  for (const asset_id of ['BTC', 'ETH', 'BTC', 'ETH', 'BTC'])
    await service.app.inject({
      method: 'POST',
      url: '/orders',
      headers: trader.headers,
      payload: { order_type: 'market_buy', asset_id, quantity: '1' },
    })
})
afterAll(async () => await service.app.close())

it('covers every list of the service', () => {
  const downloads = Object.keys(LISTS).map((path) => `${path}.csv`)
  expect(pagedRoutes('order-service').toSorted()).toEqual(
    [...Object.keys(LISTS), ...downloads].toSorted(),
  )
})

describe.each(paths)('a forged cursor of %s', (path) => {
  it('is refused in a download as in the list, and changes no line of it', async () => {
    const known = new Set((await get(`${path}.csv`)).body.split('\n'))
    const foreign = await Promise.all(paths.filter((other) => other !== path).map(firstCursor))
    await tryForgedCursors({ cursor: await firstCursor(path), foreign }, async (forged) => {
      const answer = await get(`${path}.csv?cursor=${encodeURIComponent(forged)}`)
      const isRefused = answer.statusCode !== 200
      const code = isRefused ? answer.json().code : undefined
      expect(CURSOR_RESPONSES).toContainEqual([answer.statusCode, code])
      const lines = isRefused ? [] : answer.body.split('\n')
      expect(lines.filter((line) => !known.has(line))).toEqual([])
    })
  })

  it('is refused with a code, or answers rows as they are', async () => {
    const all: Row[] = (await get(`${path}?limit=100`)).json().data
    expect(all.length).toBeGreaterThan(2)
    const known = new Map(all.map((row) => [row['order_id'], row]))
    const foreign = await Promise.all(
      [...paths, '/assets/ETH/transactions'].filter((other) => other !== path).map(firstCursor),
    )
    for (const cursor of foreign) {
      const answer = await get(`${path}?cursor=${cursor}`)
      expect([answer.statusCode, answer.json().errors[0].field]).toEqual([422, 'cursor'])
    }
    const cursor = await firstCursor(path)
    await tryForgedCursors({ cursor, foreign }, async (forged) => {
      const answer = await get(`${path}?limit=100&cursor=${encodeURIComponent(forged)}`)
      const { code, data = [] } = answer.json()
      expect(CURSOR_RESPONSES).toContainEqual([answer.statusCode, code])
      expect(data).toEqual(data.map((row: Row) => known.get(row['order_id'])))
    })
  })
})
