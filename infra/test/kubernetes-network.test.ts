import { describe, expect, it } from 'vitest'

import { allowed, deniesByDefault } from './kubernetes/network.ts'
import { OVERLAYS, objectsIn, readRendered } from './kubernetes/rendered.ts'

const MONITORING = 'namespace monitoring'
/** Where traces go. */
const TRACES = `${MONITORING} 4318`
const NAMES = ['namespace kube-system 53', 'namespace kube-system 53/UDP']
/** Where requests from outside come from. */
const OUTSIDE = { dev: '0.0.0.0/0', prod: '10.30.0.0/20' }
/** What services reach beside each other: the database, Redis and the real market. */
const STORES = {
  dev: { database: 'dynamodb 8000', redis: 'redis 6379', market: ['0.0.0.0/0 443'] },
  // DynamoDB and the market are both reached by HTTPS.
  prod: { database: '0.0.0.0/0 443', redis: '10.30.0.0/16 6379', market: [] },
}

describe.each(OVERLAYS)('the network of %s', (overlay) => {
  const objects = objectsIn(readRendered(overlay))
  const reaches = (app: string) => allowed(objects, app, 'Egress')
  const isReachedBy = (app: string) => allowed(objects, app, 'Ingress')
  const { database, redis, market } = STORES[overlay]

  it('lets nothing through that is not named', () => {
    expect(deniesByDefault(objects)).toBe(true)
  })

  it('lets only the gateway reach services, and services the prices of inventory-service', () => {
    expect(isReachedBy('user-service')).toEqual(['gateway 8000', `${MONITORING} 8000`])
    expect(isReachedBy('order-service')).toEqual(['gateway 8002', `${MONITORING} 8002`])
    expect(isReachedBy('inventory-service')).toEqual([
      'gateway 8001',
      `${MONITORING} 8001`,
      'order-service 8001',
      'user-service 8001',
    ])
  })

  it('lets only the page and the ingress reach the gateway, and only the ingress the page', () => {
    const outside = `${OUTSIDE[overlay]} 8080`
    expect(isReachedBy('gateway')).toEqual([outside, `${MONITORING} 8080`, 'web 8080'])
    expect(isReachedBy('web')).toEqual([outside])
  })

  it('lets each reach what it needs and the names of it, and nothing else', () => {
    const services = ['inventory-service 8001', 'order-service 8002', 'user-service 8000']
    const expected = {
      web: ['gateway 8080', ...NAMES],
      gateway: [...services, redis, TRACES, ...NAMES],
      'user-service': [database, redis, 'inventory-service 8001', TRACES, ...NAMES],
      'inventory-service': [database, ...market, TRACES, ...NAMES],
      'order-service': [database, 'inventory-service 8001', TRACES, ...NAMES],
    }
    for (const [app, peers] of Object.entries(expected))
      expect([app, reaches(app)]).toEqual([app, peers.toSorted()])
  })

  it('lends no pod the role of its node', () => {
    const open = objects
      .filter(({ kind }) => kind === 'NetworkPolicy')
      .flatMap(({ spec }) => [...JSON.stringify(spec).matchAll(/"to":(\[.*?\])(?=[,}])/g)])
      .map(([, to = '']) => to)
      .filter((to) => to.includes('"0.0.0.0/0"'))
    expect(open.length).toBeGreaterThan(0)
    for (const to of open) expect(to).toContain('169.254.0.0/16')
  })
})

describe('the stores of dev', () => {
  const objects = objectsIn(readRendered('dev'))

  it('are reached by those that keep something there', () => {
    const keepers = 'user-service inventory-service order-service create-tables 8000'
    expect(allowed(objects, 'dynamodb', 'Ingress')).toEqual([keepers])
    expect(allowed(objects, 'redis', 'Ingress')).toEqual(['gateway user-service 6379'])
  })
})
