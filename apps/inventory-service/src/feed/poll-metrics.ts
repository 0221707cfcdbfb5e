import { Counter, Gauge, type Registry } from 'prom-client'

export type PollMetrics = {
  readonly polls: Counter<'outcome'>
  readonly refused: Gauge
  readonly held: Gauge
  readonly ambiguous: Gauge
}

/** Counted by the replica that polls. */
export const pollMetrics = (registry: Registry): PollMetrics => {
  const registers = [registry]
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers })
  return {
    polls: new Counter({
      name: 'coingecko_polls_total',
      help: 'Polls by outcome: success, limited, unreachable, away, garbage, no_calls_left',
      labelNames: ['outcome'],
      registers,
    }),
    refused: gauge('coingecko_prices_refused', 'Assets without a new good price in the last poll'),
    held: gauge('coingecko_prices_held', 'Prices held back as absurd until later polls confirm'),
    ambiguous: gauge('coingecko_prices_ambiguous', 'Coins with two rows or more in the last poll'),
  }
}

/** Known to every replica: what all of them used in this month. */
export const measureCalls = (
  registry: Registry,
  monthlyCalls: number,
  callsUsed: () => number,
): void => {
  const registers = [registry]
  const used = new Gauge({
    name: 'coingecko_calls_used',
    help: 'Calls to CoinGecko in this month, by all replicas',
    registers,
    collect: () => {
      used.set(callsUsed())
    },
  })
  const left = new Gauge({
    name: 'coingecko_calls_left',
    help: 'Calls left of the budget of this month',
    registers,
    collect: () => {
      left.set(Math.max(0, monthlyCalls - callsUsed()))
    },
  })
}
