import { z } from 'zod'

import type { BenchStack } from './bench-stack.ts'

const ACTS = [
  {
    name: 'market buy',
    service: 'order',
    method: 'POST',
    route: '/orders',
    body: { order_type: 'market_buy', asset_id: 'ETH', quantity: '0.01' },
  },
  {
    name: 'market sell',
    service: 'order',
    method: 'POST',
    route: '/orders',
    body: { order_type: 'market_sell', asset_id: 'ETH', quantity: '0.005' },
  },
  {
    name: 'limit buy that waits',
    service: 'order',
    method: 'POST',
    route: '/orders',
    body: { order_type: 'limit_buy', asset_id: 'ETH', quantity: '1', price: '5' },
  },
  { name: 'portfolio', service: 'order', method: 'GET', route: '/portfolio' },
  {
    name: 'deposit',
    service: 'user',
    method: 'POST',
    route: '/balance/deposit',
    body: { amount: '1' },
  },
  {
    name: 'withdrawal',
    service: 'user',
    method: 'POST',
    route: '/balance/withdraw',
    body: { amount: '1' },
  },
  { name: 'balance', service: 'user', method: 'GET', route: '/balance' },
  {
    name: 'first page of transactions',
    service: 'user',
    method: 'GET',
    route: '/balance/transactions',
  },
] as const

const COUNTERS = [
  'dynamodb_requests_total',
  'dynamodb_read_units_total',
  'dynamodb_write_units_total',
]

/** What each act costs, as the difference of the services' own metrics before and after it. */
export const consumptionPerAct = async (stack: BenchStack): Promise<string[]> => {
  // A first time, so that holdings are there and caches warm.
  for (const { method, route, ...act } of ACTS) await stack.call(method, route, bodyOf(act))
  const lines: string[] = []
  for (const { name, service, method, route, ...act } of ACTS) {
    const before = await countersOf(stack, service, method, route)
    await stack.call(method, route, bodyOf(act))
    const after = await countersOf(stack, service, method, route)
    lines.push(line(name, before, after))
  }
  return lines
}

const HOLDINGS = 100

/** What the portfolio of one who holds a hundred assets asks of the database. */
export const portfolioOfHundred = async (stack: BenchStack): Promise<string> => {
  const username = stack.traders[1] ?? ''
  const { assets } = z
    .object({ assets: z.array(z.object({ asset_id: z.string() })) })
    .parse(await stack.call('GET', '/inventory/assets'))
  for (const { asset_id } of assets.slice(0, HOLDINGS)) {
    const order = { order_type: 'market_buy', asset_id, quote_amount: '10' }
    await stack.call('POST', '/orders', order, username)
  }
  const before = await countersOf(stack, 'order', 'GET', '/portfolio')
  await stack.call('GET', '/portfolio', undefined, username)
  const after = await countersOf(stack, 'order', 'GET', '/portfolio')
  return line(`portfolio of ${HOLDINGS} holdings`, before, after)
}

const line = (name: string, before: readonly number[], after: readonly number[]): string => {
  const used = after.map((value, index) => value - (before[index] ?? 0))
  return `${name.padEnd(28)} ${used.map((value) => String(value).padStart(5)).join(' ')}`
}

const bodyOf = (act: object): object | undefined =>
  'body' in act && typeof act.body === 'object' && act.body !== null ? act.body : undefined

const countersOf = async (
  stack: BenchStack,
  service: 'order' | 'user',
  method: string,
  route: string,
): Promise<number[]> => {
  const text = await stack.metrics(service)
  return COUNTERS.map((name) => {
    const line = text
      .split('\n')
      .find(
        (each) =>
          each.startsWith(`${name}{`) &&
          each.includes(`method="${method}"`) &&
          each.includes(`route="${route}"`),
      )
    return Number.parseFloat(line?.split(' ').at(-1) ?? '0')
  })
}
