import {
  CURSOR_RESPONSES,
  pagedRoutes,
  tryForgedCursors,
} from '@cnop/common/testing/forged-cursors'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { startInventoryService, type InventoryService } from './inventory-service.ts'

type Row = { asset_id: string }

const PATH = '/inventory/assets'

let service: InventoryService

beforeAll(async () => {
  service = await startInventoryService()
})
afterAll(async () => await service.app.close())

const get = (query: string) => service.app.inject({ method: 'GET', url: `${PATH}?${query}` })

it('covers every list of the service', () => {
  expect(pagedRoutes('inventory-service')).toEqual([PATH])
})

describe.each(['market_cap', 'price', 'change_24h', 'name', 'symbol'])(
  'a forged cursor of the assets by %s',
  (sort) => {
    it('is refused with a code, or answers rows as they are', async () => {
      service.freeze()
      const all: Row[] = (await get('')).json().assets
      const known = new Map(all.map((asset) => [asset.asset_id, asset]))
      const { next_cursor: cursor } = (await get(`sort=${sort}&limit=1`)).json()
      const foreign = [
        (await get(`sort=${sort}&order=asc&limit=1`)).json().next_cursor,
        (await get(`sort=${sort}&order=desc&limit=1`)).json().next_cursor,
      ].filter((other) => other !== cursor)
      await tryForgedCursors({ cursor, foreign }, async (forged) => {
        const answer = await get(`sort=${sort}&cursor=${encodeURIComponent(forged)}`)
        const { code, assets = [] } = answer.json()
        expect(CURSOR_RESPONSES).toContainEqual([answer.statusCode, code])
        expect(assets).toEqual(assets.map((asset: Row) => known.get(asset.asset_id)))
      })
    })
  },
)
