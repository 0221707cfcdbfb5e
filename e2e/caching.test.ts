import '@cnop/common/testing/provided-context'
import { request as httpRequest } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'

import { API_BASE } from '@cnop/contracts/internal'
import { beforeAll, describe, expect, inject, it } from 'vitest'

import { attack, logIn, newcomer, type Headers, type Person } from './attacker.ts'
import { filled, routesOf, type Route } from './security-routes.ts'

const gateway = inject('gatewayUrl')
const administrator = inject('administrator')
const STREAM = `${API_BASE}/market/stream`

let routes: Route[] = []
let person: Person
let admin: Headers

beforeAll(async () => {
  routes = await routesOf(gateway)
  person = await newcomer(gateway)
  admin = (await logIn(gateway, administrator.username, administrator.password)).bearer
})

type Answer = {
  readonly status: number | undefined
  readonly headers: NodeJS.Dict<string | string[]>
  readonly bytes: Buffer
}

/** One request whose answer is left as it came: fetch would decode it. */
const ask = (path: string, headers: Headers = {}, method = 'GET'): Promise<Answer> =>
  new Promise((resolve, reject) => {
    httpRequest(`${gateway}${path}`, { method, headers }, (answer) => {
      const { statusCode: status, headers: answered } = answer
      const chunks: Buffer[] = []
      const end = () => resolve({ status, headers: answered, bytes: Buffer.concat(chunks) })
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', end)
      // It would go on for ever.
      if (path === STREAM) {
        answer.destroy()
        end()
      }
    })
      .on('error', reject)
      .end()
  })

const VALUES = { id: 'BTC', asset_id: 'BTC', order_id: 'x', session_id: 'x', key_id: 'x' }

const pathOf = (route: Route): string => {
  const username = route.forAdmins ? administrator.username : person.username
  return filled(route, { ...VALUES, username, transaction_id: 'x' })
}

const queryOf = ({ path }: Route): string => (path.endsWith('/candles') ? '?interval=1m' : '')

const MARKET = /\/inventory\/assets(\/\{id\}(\/candles)?)?$/

describe('what may be kept', () => {
  it('of the market, for a second and under a tag; of everything else, nothing by anyone', async () => {
    // Reads first: some of the others end the session they are asked with.
    const isRead = ({ method }: Route) => method === 'GET'
    for (const route of [...routes.filter(isRead), ...routes.filter((each) => !isRead(each))]) {
      const headers = route.forAdmins ? admin : person.bearer
      const answer = await ask(`${pathOf(route)}${queryOf(route)}`, headers, route.method)
      const isMarket = MARKET.test(route.path)
      const expected = isMarket ? 'public, max-age=1' : 'no-store'
      const said = answer.headers['cache-control']
      const isStream = route.path === STREAM
      expect([route.name, said]).toEqual([
        route.name,
        isStream ? 'no-store, no-transform' : expected,
      ])
      expect([route.name, typeof answer.headers['etag']]).toEqual([
        route.name,
        isMarket ? 'string' : 'undefined',
      ])
    }
    expect(routes.filter(({ path }) => MARKET.test(path))).toHaveLength(3)
  })

  it('of health, nothing; of the API description, five minutes', async () => {
    for (const path of ['/health', '/health/live', '/health/ready', `${API_BASE}/health`])
      expect((await ask(path)).headers['cache-control']).toBe('no-store')
    expect((await ask('/openapi.json')).headers['cache-control']).toBe('public, max-age=300')
  })

  it('304 without a body for who has it already, through the gateway', async () => {
    const from = Date.now() - 3_600_000
    const to = from + 1_800_000
    const past = `interval=1m&from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`
    for (const path of ['/openapi.json', `${API_BASE}/inventory/assets/BTC/candles?${past}`]) {
      const first = await ask(path)
      const etag = String(first.headers['etag'])
      const again = await ask(path, { 'if-none-match': etag })
      expect([path, again.status, again.bytes.length]).toEqual([path, 304, 0])
      expect(again.headers['etag']).toBe(etag)
      expect((await ask(path, { 'if-none-match': 'W/"other"' })).status).toBe(200)
    }
  })
})

describe('what is compressed', () => {
  const LARGE = [
    '/openapi.json',
    `${API_BASE}/inventory/assets`,
    `${API_BASE}/inventory/assets/BTC/candles?interval=1m`,
  ]
  const DECODE = { br: brotliDecompressSync, gzip: gunzipSync } as const

  it.each(['br', 'gzip'] as const)(
    'large JSON by %s for who takes it, and the same in it',
    async (encoding) => {
      for (const path of LARGE) {
        const { headers, bytes } = await ask(path, { 'accept-encoding': encoding })
        expect([path, headers['content-encoding']]).toEqual([path, encoding])
        expect(String(headers['vary']).toLowerCase()).toContain('accept-encoding')
        const plain = await ask(path)
        expect(plain.headers['content-encoding']).toBeUndefined()
        const decoded = DECODE[encoding](bytes)
        expect(Object.keys(JSON.parse(decoded.toString()))).toEqual(
          Object.keys(JSON.parse(plain.bytes.toString())),
        )
        expect(bytes.length).toBeLessThan(decoded.length / 2)
      }
    },
  )

  it('the best that is taken, and nothing that is refused', async () => {
    const [path = ''] = LARGE
    const encodingFor = async (accepted: string) =>
      (await ask(path, { 'accept-encoding': accepted })).headers['content-encoding']
    expect(await encodingFor('gzip, deflate, br')).toBe('br')
    expect(await encodingFor('br;q=0, gzip')).toBe('gzip')
    expect(await encodingFor('zstd, identity')).toBeUndefined()
  })

  it('a long list of what is one’s own, for that one alone', async () => {
    const { bearer } = await newcomer(gateway)
    const deposit = { ...bearer, 'content-type': 'application/json' }
    for (let count = 0; count < 8; count += 1)
      await attack(`${gateway}${API_BASE}/balance/deposit`, 'POST', deposit, '{"amount":"1.00"}')
    const list = await ask(`${API_BASE}/balance/transactions`, {
      ...bearer,
      'accept-encoding': 'br',
    })
    expect([list.headers['content-encoding'], list.headers['cache-control']]).toEqual([
      'br',
      'no-store',
    ])
    expect(brotliDecompressSync(list.bytes).toString()).toContain('"1.00"')
  })

  it('never a stream, and never where tokens and keys are answered', async () => {
    const br = { 'accept-encoding': 'br, gzip' }
    expect((await ask(STREAM, br)).headers['content-encoding']).toBeUndefined()
    const { username, password, bearer } = await newcomer(gateway)
    for (let sessions = 0; sessions < 8; sessions += 1) await logIn(gateway, username, password)
    const secret = await ask(`${API_BASE}/auth/sessions`, { ...br, ...bearer })
    expect(secret.bytes.length).toBeGreaterThan(1_024)
    expect(secret.headers['content-encoding']).toBeUndefined()
  })
})
