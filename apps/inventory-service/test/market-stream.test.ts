import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

import { readEvents, type ServerEvent } from '@cnop/common/http/read-events'
import { signedInAs, testTokens } from '@cnop/common/testing/test-tokens'
import { Problem } from '@cnop/contracts/errors'
import { HEARTBEAT_MS } from '@cnop/contracts/heartbeat'
import { HeartbeatEvent, PricesEvent } from '@cnop/contracts/market-stream'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { START, startInventoryService, type InventoryService } from './inventory-service.ts'

const SECOND_MS = 1_000

let service: InventoryService
let baseUrl: string
let leave: AbortController

beforeEach(async () => {
  service = await startInventoryService()
  baseUrl = await service.app.listen({ host: '127.0.0.1', port: 0 })
  leave = new AbortController()
})
afterEach(async () => {
  leave.abort()
  await service.app.close()
})

const listen = (query = '', lastEventId?: string) => {
  const events = readEvents(new URL(`/market/stream${query}`, baseUrl), {
    signal: leave.signal,
    lastEventId,
  })
  return async (): Promise<ServerEvent> => {
    const { value } = await events.next()
    if (value === undefined) throw new Error('the stream has ended')
    return value
  }
}

const pricesIn = ({ data }: ServerEvent): PricesEvent => PricesEvent.parse(data)
const idsIn = (event: ServerEvent) => pricesIn(event).prices.map(({ asset_id }) => asset_id)

const pass = (seconds: number): void => {
  for (let second = 0; second < seconds; second += 1) service.advance(SECOND_MS)
}

const halt = async (assetId: string): Promise<void> => {
  const answer = await service.app.inject({
    method: 'PUT',
    url: `/admin/assets/${assetId}`,
    headers: signedInAs(testTokens(), 'the_admin', 'admin'),
    body: { is_active: false, reason: 'Withdrawals are being looked into' },
  })
  expect(answer.statusCode).toBe(200)
}

const metric = async (name: string): Promise<number> => {
  const { body } = await service.app.inject('/metrics')
  return Number(new RegExp(`^${name}\\{[^}]*\\} (\\S+)$`, 'm').exec(body)?.[1])
}

describe('GET /market/stream', () => {
  it('begins with a snapshot of all prices, as the list shows them', async () => {
    const first = await listen()()
    expect(first).toMatchObject({ event: 'snapshot', id: String(START / SECOND_MS) })
    const { prices, quantity_increments: increments, ...rest } = pricesIn(first)
    expect(rest).toEqual({
      sequence: START / SECOND_MS,
      as_of: new Date(START).toISOString(),
      source: 'simulated',
      max_age_seconds: 60,
    })
    const { assets } = (await service.app.inject('/inventory/assets')).json()
    const listed = new Map(assets.map((asset: { asset_id: string }) => [asset.asset_id, asset]))
    expect(prices).toHaveLength(assets.length)
    for (const price of prices)
      expect(listed.get(price.asset_id)).toMatchObject({
        ...price,
        quantity_increment: increments?.[price.asset_id],
      })
  })

  it('goes on with what changed alone, its sequence rising', async () => {
    const next = listen()
    const known = new Map(pricesIn(await next()).prices.map((price) => [price.asset_id, price]))
    for (let second = 1; second <= 5; second += 1) {
      service.advance(SECOND_MS)
      const event = await next()
      expect(event.event).toBe('price')
      expect(pricesIn(event).quantity_increments).toBeUndefined()
      const { sequence, prices } = pricesIn(event)
      expect(sequence).toBe(START / SECOND_MS + second)
      expect(prices.length).toBeGreaterThan(0)
      for (const price of prices) {
        const { price_usd, change_24h } = known.get(price.asset_id) ?? {}
        expect([price.price_usd, price.change_24h]).not.toEqual([price_usd, change_24h])
        known.set(price.asset_id, price)
      }
    }
  })

  it('holds the assets asked for and no other', async () => {
    const next = listen('?assets=eth,BTC')
    expect(idsIn(await next())).toEqual(['BTC', 'ETH'])
    service.advance(SECOND_MS)
    for (const id of idsIn(await next())) expect(['BTC', 'ETH']).toContain(id)
  })

  it('who comes back gets what changed meanwhile, and a snapshot when that is not known', async () => {
    pass(20)
    const seen = (await listen('?assets=BTC')()).id
    service.advance(SECOND_MS)
    const back = await listen('?assets=BTC', seen)()
    expect(back).toMatchObject({ event: 'price', id: String(START / SECOND_MS + 21) })
    expect(idsIn(back)).toEqual(['BTC'])
    const longAgo = String(START / SECOND_MS - 1)
    const ahead = String(START / SECOND_MS + 100)
    for (const unknown of [longAgo, ahead, 'nonsense'])
      expect((await listen('?assets=BTC', unknown)()).event, unknown).toBe('snapshot')
  })

  it('who comes from a replica that did not know of a halt yet hears of it', async () => {
    pass(20)
    service.freeze()
    pass(11)
    await halt('BTC')
    service.advance(SECOND_MS)
    const lastOfOther = String(START / SECOND_MS + 32)
    const next = listen('?assets=BTC,ETH', lastOfOther)
    const first = next()
    await vi.waitFor(async () => expect(await metric('market_streams_open')).toBe(1))
    service.advance(HEARTBEAT_MS)
    expect(pricesIn(await first).prices).toMatchObject([{ asset_id: 'BTC', is_active: false }])
  })

  it('who comes from one to a replica that began with the halt gets a snapshot', async () => {
    service.advance(SECOND_MS)
    const seen = String(START / SECOND_MS + 1)
    expect((await listen('?assets=BTC', seen)()).event).toBe('snapshot')
  })

  it('who comes back long after anything changed hears nothing twice', async () => {
    pass(20)
    service.freeze()
    pass(11)
    const seen = (await listen('?assets=BTC')()).id
    const next = listen('?assets=BTC', seen)
    const first = next()
    await vi.waitFor(async () => expect(await metric('market_streams_open')).toBe(2))
    service.advance(HEARTBEAT_MS)
    expect(await first).toMatchObject({ event: 'heartbeat', id: String(START / SECOND_MS + 41) })
  })

  it('says that it lives while nothing changes', async () => {
    const next = listen('?assets=BTC')
    await next()
    service.freeze()
    service.advance(HEARTBEAT_MS - SECOND_MS)
    service.advance(SECOND_MS)
    const beat = await next()
    expect(beat.event).toBe('heartbeat')
    expect(HeartbeatEvent.parse(beat.data).sequence).toBe((START + HEARTBEAT_MS) / SECOND_MS)
  })

  it('a clock put back ends the streams, for a sequence never falls', async () => {
    const next = listen()
    await next()
    service.advance(-60 * SECOND_MS)
    await expect(next()).rejects.toThrow('terminated')
    expect((await listen('', String(START / SECOND_MS))()).event).toBe('snapshot')
  })

  it('whoever does not read is let go, and the others hear everything', async () => {
    const next = listen()
    await next()
    const idle = await openWithoutReading()
    await vi.waitFor(async () => expect(await metric('market_streams_open')).toBe(2))
    let seconds = 0
    while ((await metric('market_streams_dropped_total')) === 0 && seconds < 2_000) {
      service.advance(SECOND_MS)
      seconds += 1
      expect(pricesIn(await next()).sequence).toBe(START / SECOND_MS + seconds)
    }
    expect(await metric('market_streams_dropped_total')).toBe(1)
    await vi.waitFor(async () => expect(await metric('market_streams_open')).toBe(1))
    idle.destroy()
  })

  it('a service that stops ends its streams and does not wait for them', async () => {
    const events = readEvents(new URL('/market/stream', baseUrl), { signal: leave.signal })
    await events.next()
    await service.app.close()
    expect((await events.next()).done).toBe(true)
  })

  it('counts streams and events', async () => {
    const next = listen('?assets=BTC')
    await next()
    service.advance(SECOND_MS)
    await next()
    expect(await metric('market_streams_open')).toBe(1)
    expect(await metric('market_stream_events_total')).toBe(2)
    leave.abort()
    await vi.waitFor(async () => expect(await metric('market_streams_open')).toBe(0))
  })

  it.each([
    ['404: an asset that is not traded', '?assets=BTC,NOPE', 404, 'ASSET_NOT_FOUND'],
    ['422: what is no asset id', '?assets=BTC,,', 422, 'VALIDATION_FAILED'],
    ['422: an unknown field', '?asset=BTC', 422, 'VALIDATION_FAILED'],
  ])('%s', async (_what, query, status, code) => {
    const answer = await fetch(`${baseUrl}/market/stream${query}`)
    expect(answer.status).toBe(status)
    expect(Problem.parse(await answer.json()).code).toBe(code)
  })
})

/** A connection whose owner asks for the stream and never takes a byte of it from the system. */
const openWithoutReading = async (): Promise<Socket> => {
  const { hostname, port } = new URL(baseUrl)
  const socket = connect(Number(port), hostname)
  socket.pause()
  await once(socket, 'connect')
  socket.write('GET /market/stream HTTP/1.1\r\nhost: test\r\n\r\n')
  return socket
}
