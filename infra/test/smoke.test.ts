import { createServer, type Server } from 'node:http'

import { afterEach, describe, expect, it } from 'vitest'

import { whatIsWrong } from '../../scripts/smoke/look.ts'

const now = new Date().toISOString()
const health = {
  status: 'healthy',
  service: 'gateway',
  version: '1.2.3',
  uptime: 1,
  timestamp: now,
  checks: { redis: { status: 'healthy' } },
}
const asset = { asset_id: 'BTC', price_status: 'live' }
const assets = { assets: [asset] }
const well: Record<string, string> = {
  '/': '<div id="root"></div>',
  '/api/v1/health': JSON.stringify(health),
  '/api/v1/inventory/assets': JSON.stringify(assets),
}

describe('looking at a product that people use', () => {
  let server: Server | undefined
  afterEach(() => server?.close())

  const asked: string[] = []
  const lookAt = async (answers: Record<string, string>): Promise<string[]> => {
    asked.length = 0
    const started = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`)
      const answer = answers[request.url ?? '']
      response.writeHead(answer === undefined ? 502 : 200).end(answer)
    })
    server = started
    await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve))
    const address = started.address()
    const page = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
    return (await whatIsWrong(page)).map((line) => line.replace(page, ''))
  }

  it('finds nothing wrong where all is well, and only reads', async () => {
    expect(await lookAt(well)).toEqual([])
    expect(asked.toSorted()).toEqual([
      'GET /',
      'GET /api/v1/health',
      'GET /api/v1/inventory/assets',
    ])
  })

  it('says what does not answer', async () => {
    expect(await lookAt({})).toEqual([
      '/ answers 502',
      '/api/v1/health answers 502',
      '/api/v1/inventory/assets answers 502',
    ])
  })

  it('says what the gateway misses', async () => {
    const ill = { ...health, status: 'degraded', checks: { redis: { status: 'unhealthy' } } }
    const wrong = await lookAt({ ...well, '/api/v1/health': JSON.stringify(ill) })
    expect(wrong).toEqual(['/api/v1/health is degraded: redis'])
  })

  it('takes an asset that has left its source as one among many', async () => {
    const list = [{ ...asset, price_status: 'stale' }, asset]
    const answer = JSON.stringify({ assets: list })
    expect(await lookAt({ ...well, '/api/v1/inventory/assets': answer })).toEqual([])
  })

  it.each([
    ['no price is fresh', [{ ...asset, price_status: 'stale' }], /no price that is fresh enough/],
    ['there is no asset', [], /lists no asset/],
  ])('notices that %s', async (_, list, reason) => {
    const answer = JSON.stringify({ assets: list })
    const wrong = await lookAt({ ...well, '/api/v1/inventory/assets': answer })
    expect(wrong).toEqual([expect.stringMatching(reason)])
  })
})
