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
    const used = after.map((value, index) => value - (before[index] ?? 0))
    lines.push(`${name.padEnd(28)} ${used.map((value) => String(value).padStart(5)).join(' ')}`)
  }
  return lines
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
