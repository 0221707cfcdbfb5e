import { METHODS as NODE_METHODS } from 'node:http'

import { signedInAs, testTokens } from '@cnop/common/testing/test-tokens'
import { API_BASE } from '@cnop/contracts/internal'
import { describe, expect, it } from 'vitest'

import { isStream, routeMap, type Route } from '#src/routes/route-map'

import { sharedGateway } from './gateway.ts'
import { rawExchange, statusOf } from './raw-socket.ts'

const shared = sharedGateway()
const tokens = testTokens()
const admin = signedInAs(tokens, 'the_first_admin', 'admin')

/** All that Node reads; `CONNECT` is no request to a path. */
const METHODS = NODE_METHODS.filter((method) => method !== 'CONNECT')

const pathOf = (url: string): string => `${API_BASE}${url.replace(/:\w+/g, 'X1')}`

/** Every address there is, also under its older names: its path, its pattern and the methods it takes. */
const addresses = routeMap.flatMap(({ endpoint }) =>
  [endpoint.url, ...(endpoint.config.aliases ?? [])].map((url) => ({
    path: pathOf(url),
    pattern: new RegExp(`^${API_BASE}${url.replace(/:\w+/g, '[^/]+')}$`),
    methods: endpoint.method === 'GET' && !isStream(endpoint) ? ['GET', 'HEAD'] : [endpoint.method],
  })),
)

/** A fixed name may stand where a parameter of another route can: both take it. */
const methodsOf = (path: string): Set<string> =>
  new Set(addresses.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods))

const named = routeMap.map((route): [string, Route] => [
  `${route.endpoint.method} ${route.endpoint.url}`,
  route,
])

const raw = (method: string, target: string, headers = '') =>
  rawExchange(
    shared.gateway.url,
    `${method} ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: ${admin.authorization}\r\n${headers}\r\n`,
  )

describe.each([...new Set(addresses.map(({ path }) => path))])('%s', (path) => {
  const allowed = methodsOf(path)

  it('405 for every other method, with those that are allowed, and no service hears of it', async () => {
    for (const method of METHODS.filter((each) => !allowed.has(each))) {
      const answer = await raw(method, path)
      expect([method, statusOf(answer)]).toEqual([method, 405])
      const allow = /^allow: (.*)\r$/im.exec(answer)?.[1]
      expect(allow?.split(', ').toSorted()).toEqual([...allowed].toSorted())
      expect(answer).toContain(method === 'HEAD' ? '\r\n\r\n' : 'METHOD_NOT_ALLOWED')
    }
    expect(shared.service.seen()).toEqual([])
  })

  it('is itself alone: nothing before, behind or within it is let through', async () => {
    const tricks = [
      `/${path}`,
      `${path}/`,
      `${path}//`,
      `${path}/..`,
      `${path}/%2e`,
      `${path}/%2e%2e`,
      path.replace(API_BASE, `${API_BASE}/`),
      path.replace(API_BASE, `${API_BASE}/.`),
      path.replace(API_BASE, `${API_BASE}/x/..`),
      path.replace(API_BASE, `${API_BASE}/%2e`),
      path.replace(API_BASE, API_BASE.toUpperCase()),
      path.replace(API_BASE, `${API_BASE}%2f`),
      path.replace(API_BASE, ''),
      ...['.', ';x', '%20', '%00', '%2f', '%5c'].map((tail) => `${path}${tail}`),
      path.replace(/[^/]+$/, (name) => name.toUpperCase()),
    ]
    for (const target of tricks.filter((each) => methodsOf(each).size === 0))
      for (const method of allowed)
        expect([target, statusOf(await raw(method, target))]).toEqual([target, 404])
    expect(shared.service.seen()).toEqual([])
  })
})

describe.each(named)('%s', (_name, { endpoint }) => {
  const { method, config } = endpoint
  const path = pathOf(endpoint.url)
  const call = (headers: Record<string, string>) =>
    fetch(`${shared.gateway.url}${path}`, { method, headers })
  const isOpen = config.access === 'public' || config.access === 'cookie'

  it('asks who is calling before anything else, unless it is for everyone', async () => {
    shared.service.respond((_request, response) => response.end('{}'))
    const answer = await call({})
    expect([answer.status, shared.service.seen().length]).toEqual(isOpen ? [200, 1] : [401, 0])
    expect(await answer.text()).toMatch(isOpen ? '{}' : 'UNAUTHENTICATED')
  })

  it('says to a customer what only an administrator may do', async () => {
    const answer = await call(signedInAs(tokens, 'alice_trader'))
    expect(answer.status).toBe(config.access === 'admin' ? 403 : 200)
  })

  it('is kept by nobody unless it is for everyone', async () => {
    const isForEveryone = config.access === 'public' && config.limit === 'public'
    shared.service.respond((_request, response) => {
      response.setHeader('cache-control', isForEveryone ? 'public, max-age=1' : 'no-store')
      response.end('{}')
    })
    const answer = await call(admin)
    expect(answer.headers.get('cache-control')).toBe(
      isForEveryone ? 'public, max-age=1' : 'no-store',
    )
    shared.service.respond((_request, response) => response.end('{}'))
    const silent = await call(admin)
    expect(silent.headers.get('cache-control')).toBe(isForEveryone ? null : 'no-store')
    expect(silent.headers.get('x-content-type-options')).toBe('nosniff')
  })
})
