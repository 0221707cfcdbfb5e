import { freeStackPorts } from '@cnop/local-stack/ports'
import { startStack, type Stack } from '@cnop/local-stack/stack'
import type { Watching } from '@cnop/local-stack/supervisor'

import { apiClient } from './api-client.ts'

/** Traders that buy in turn: one alone would measure how its own orders wait for each other. */
const TRADERS = 50

export type BenchStack = {
  readonly env: NodeJS.ProcessEnv
  /** Usernames of those who buy. */
  readonly traders: readonly string[]
  /** Their access tokens, in the same order. */
  readonly tokens: readonly string[]
  readonly urls: Stack['urls']
  /** Ends a process without notice, and it is started again; or sends another signal. */
  readonly kill: Stack['kill']
  /** One market buy by the next trader. */
  readonly buy: () => Promise<void>
  /** A call of the API as one trader, the first by default; rejects unless it succeeds. */
  readonly call: (
    method: 'GET' | 'POST',
    path: string,
    body?: object,
    username?: string,
  ) => Promise<unknown>
  readonly metrics: (service: 'order' | 'user') => Promise<string>
  readonly stop: () => Promise<void>
}

/**
 * @param watching is told of processes that end by themselves.
 * @param environment Settings in place of those of a benchmark, which has no limits.
 */
export const startBenchStack = async (
  directory: string,
  watching: Watching = {},
  environment: NodeJS.ProcessEnv = {},
): Promise<BenchStack> => {
  const stack = await startStack({
    ...watching,
    environment: {
      ...process.env,
      BCRYPT_COST: '4',
      LOG_LEVEL: 'warn',
      PRICE_SOURCE: 'simulated',
      RATE_LIMIT_PUBLIC: '0',
      RATE_LIMIT_STREAM: '0',
      STREAMS_PER_ADDRESS: '0',
      READS_PER_USER: '0',
      DOWNLOADS_PER_USER: '0',
      RATE_LIMIT_LOGIN: '0',
      RATE_LIMIT_REGISTER: '0',
      RATE_LIMIT_TRADING: '0',
      RATE_LIMIT_READS: '0',
      ...environment,
    },
    ports: await freeStackPorts(),
    directory,
  })
  const { send, openAccount, close } = apiClient(stack.urls.gateway)
  const traders = Array.from({ length: TRADERS }, (_, index) => `bench_${1_000 + index}`)
  const tokens = await Promise.all(traders.map(openAccount))
  let turn = 0
  const order = { order_type: 'market_buy', asset_id: 'BTC', quantity: '0.0001' }
  return {
    env: stack.env,
    traders,
    tokens,
    urls: stack.urls,
    kill: stack.kill,
    buy: async () => {
      turn += 1
      await send('POST', '/orders', order, tokens[turn % tokens.length])
    },
    call: (method, path, body, username = traders[0]) =>
      send(method, path, body, tokens[traders.indexOf(username ?? '')]),
    metrics: async (service) => await (await fetch(`${stack.urls[service]}/metrics`)).text(),
    stop: async () => {
      await close()
      await stack.stop()
    },
  }
}
