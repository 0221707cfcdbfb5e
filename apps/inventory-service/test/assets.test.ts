import { brotliDecompressSync, gunzipSync } from 'node:zlib'

import { Problem } from '@cnop/contracts/errors'
import { Asset, AssetPage } from '@cnop/contracts/inventory'
import { parsePrice } from '@cnop/money/text'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { START, startInventoryService, type InventoryService } from './inventory-service.ts'

let service: InventoryService

beforeEach(async () => {
  service = await startInventoryService()
})
afterEach(async () => await service.app.close())

const get = (url: string, headers: Record<string, string> = {}) =>
  service.app.inject({ method: 'GET', url, headers })

const pageOf = async (query = ''): Promise<AssetPage> => {
  const answer = await get(`/inventory/assets${query}`)
  expect(answer.statusCode, answer.body).toBe(200)
  return AssetPage.parse(answer.json())
}

const idsOf = ({ assets }: AssetPage) => assets.map((asset) => asset.asset_id)

describe('GET /inventory/assets', () => {
  it('200: all assets at once, the largest first, exactly as the contract says', async () => {
    const answer = await get('/inventory/assets')
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
    const page = AssetPage.extend({ assets: Asset.strict().array() }).strict().parse(answer.json())
    expect(page.assets.length).toBeGreaterThanOrEqual(100)
    expect(page.total_count).toBe(page.assets.length)
    expect(page.filtered_count).toBe(page.assets.length)
    expect(page.active_count).toBe(page.assets.length)
    expect(page.has_more).toBe(false)
    expect(page.next_cursor).toBeNull()
    expect(idsOf(page).slice(0, 2)).toEqual(['BTC', 'ETH'])
  })

  it.each([
    ['br', 'gzip, br', (bytes: Buffer) => brotliDecompressSync(bytes)],
    ['gzip', 'gzip;q=0.5', (bytes: Buffer) => gunzipSync(bytes)],
  ])(
    '200: as %s for those who take it, a small part of its size',
    async (encoding, accepted, decode) => {
      const plain = await get('/inventory/assets')
      const encoded = await get('/inventory/assets', { 'accept-encoding': accepted })
      expect(encoded.headers).toMatchObject({
        'content-encoding': encoding,
        vary: 'accept-encoding',
      })
      expect(decode(encoded.rawPayload).toString()).toBe(plain.body)
      expect(encoded.rawPayload.length).toBeLessThan(plain.rawPayload.length / 3)
    },
  )

  it('200: as it is for those who take no encoding, and 304 without a body for those who have it', async () => {
    const plain = await get('/inventory/assets', { 'accept-encoding': 'identity, br;q=0' })
    expect(plain.headers['content-encoding']).toBeUndefined()
    const etag = String(plain.headers.etag)
    const again = await get('/inventory/assets', { 'accept-encoding': 'br', 'if-none-match': etag })
    expect([again.statusCode, again.body]).toEqual([304, ''])
    expect(again.headers['content-encoding']).toBeUndefined()
  })

  it('200: every price says where it comes from and of when it is', async () => {
    for (const asset of (await pageOf()).assets) {
      expect(asset.price_source).toBe('simulated')
      expect(asset.price_updated_at).toBe(new Date(START).toISOString())
      expect(parsePrice(asset.price_usd)).toBeGreaterThan(0n)
    }
  })

  it('200: prices move with every second, and another replica shows the same', async () => {
    const before = await pageOf('?search=bitcoin')
    service.advance(1_000)
    const after = await pageOf('?search=bitcoin')
    expect(after.assets[0]?.price_usd).not.toBe(before.assets[0]?.price_usd)

    const replica = await startInventoryService()
    replica.advance(1_250)
    const answer = await replica.app.inject('/inventory/assets?search=bitcoin')
    expect(answer.json()).toEqual(after)
    await replica.app.close()
  })

  it('200: searches, takes a category, sorts and turns round', async () => {
    expect(idsOf(await pageOf('?search=%20EThEr%20&sort=symbol'))).toEqual(
      expect.arrayContaining(['ETH', 'ETC']),
    )
    const stable = await pageOf('?category=stablecoin&sort=name')
    expect(stable.assets.every(({ category }) => category === 'stablecoin')).toBe(true)
    expect(stable.assets[0]?.name).toBe('Dai')
    expect(stable.filtered_count).toBe(stable.assets.length)
    expect(stable.total_count).toBeGreaterThan(stable.filtered_count)
    const cheapest = await pageOf('?sort=price&order=asc&limit=1')
    expect(idsOf(cheapest)).toEqual(['BTT'])
    expect((await pageOf('?active_only=true')).filtered_count).toBe(stable.active_count)
  })

  it('200: nothing found is an empty page', async () => {
    const page = await pageOf('?search=no%20such%20coin')
    expect(page).toMatchObject({
      assets: [],
      filtered_count: 0,
      has_more: false,
      next_cursor: null,
    })
  })

  it.each(['market_cap', 'price', 'change_24h', 'name', 'symbol'])(
    '200: pages by %s hold every asset once',
    async (sort) => {
      const ids: string[] = []
      let cursor: string | null = null
      do {
        const page = await pageOf(
          `?sort=${sort}&limit=25${cursor === null ? '' : `&cursor=${cursor}`}`,
        )
        expect(page.has_more).toBe(page.next_cursor !== null)
        ids.push(...idsOf(page))
        cursor = page.next_cursor
      } while (cursor !== null)
      expect(ids).toEqual(idsOf(await pageOf(`?sort=${sort}`)))
    },
  )

  it('304: nothing is sent again to who already has it, until a price moves', async () => {
    const first = await get('/inventory/assets')
    const etag = String(first.headers.etag)
    expect(etag).toMatch(/^W\/"[\w-]+"$/)
    expect(first.headers['cache-control']).toBe('public, max-age=1')

    for (const known of [etag, `"other", ${etag}`, etag.replace('W/', ''), '*']) {
      const again = await get('/inventory/assets', { 'if-none-match': known })
      expect(again.statusCode, known).toBe(304)
      expect(again.body).toBe('')
      expect(again.headers.etag).toBe(etag)
      expect(again.headers['content-type']).toBeUndefined()
    }
    service.advance(1_000)
    const moved = await get('/inventory/assets', { 'if-none-match': etag })
    expect(moved.statusCode).toBe(200)
    expect(moved.headers.etag).not.toBe(etag)
  })

  it('200: a tag of one list is none of another', async () => {
    const all = await get('/inventory/assets')
    const some = await get('/inventory/assets?category=meme', {
      'if-none-match': String(all.headers.etag),
    })
    expect(some.statusCode).toBe(200)
  })

  it('422: a cursor of another list, or of nobody, is refused', async () => {
    const { next_cursor: cursor } = await pageOf('?sort=name&limit=5')
    const wrong = [
      `?sort=price&limit=5&cursor=${cursor}`,
      `?sort=name&order=desc&limit=5&cursor=${cursor}`,
      `?limit=5&cursor=nonsense`,
      `?limit=5&cursor=${Buffer.from('{"sort":"market_cap"}').toString('base64url')}`,
      `?limit=5&cursor=${Buffer.from('null').toString('base64url')}`,
    ]
    for (const query of wrong) {
      const answer = await get(`/inventory/assets${query}`)
      expect(answer.statusCode, query).toBe(422)
      const problem = Problem.parse(answer.json())
      expect(problem.code).toBe('VALIDATION_FAILED')
      expect(problem.errors?.[0]?.field).toBe('cursor')
      expect(answer.headers.etag).toBeUndefined()
    }
  })

  it.each(['limit=0', 'limit=101', 'limit=ten', 'sort=colour', 'category=coins', 'page=2'])(
    '422: %s is refused',
    async (query) => {
      const answer = await get(`/inventory/assets?${query}`)
      expect(answer.statusCode).toBe(422)
      expect(answer.headers['content-type']).toContain('application/problem+json')
      expect(Problem.parse(answer.json()).code).toBe('VALIDATION_FAILED')
    },
  )
})

describe('GET /inventory/assets/:id', () => {
  it('200: one asset, as it is on the list', async () => {
    const answer = await get('/inventory/assets/SHIB')
    expect(answer.statusCode).toBe(200)
    const asset = Asset.strict().parse(answer.json())
    expect((await pageOf('?search=shib')).assets).toContainEqual(asset)
    expect(asset.sparkline).toHaveLength(24)
    expect(asset.sparkline.at(-1)).toBe(asset.price_usd)
    expect(asset).toMatchObject({
      is_active: true,
      availability_status: 'available',
      min_order_value: '1.00',
      quantity_increment: '0.00000001',
      price_increment: '0.000000000001',
    })
  })

  it.each([
    ['ETH', '0.00000001'],
    ['USDC', '0.000001'],
    ['NEO', '1'],
  ])('200: %s is traded in steps of its smallest unit', async (assetId, step) => {
    expect((await get(`/inventory/assets/${assetId}`)).json().quantity_increment).toBe(step)
  })

  it('200: in any case', async () => {
    expect((await get('/inventory/assets/btc')).json()).toMatchObject({ asset_id: 'BTC' })
  })

  it('404: an asset that is not traded', async () => {
    const answer = await get('/inventory/assets/NOPE')
    expect(answer.statusCode).toBe(404)
    expect(Problem.parse(answer.json())).toMatchObject({
      code: 'ASSET_NOT_FOUND',
      detail: 'There is no asset NOPE.',
      instance: '/inventory/assets/NOPE',
    })
  })

  it('422: what cannot be an asset id', async () => {
    for (const id of ['X', 'BTC-USD', 'A'.repeat(13), '%00'])
      expect((await get(`/inventory/assets/${id}`)).statusCode, id).toBe(422)
  })
})
