import { Counter, Gauge, type Registry } from 'prom-client'

export type PollMetrics = {
  readonly polls: Counter<'outcome'>
  readonly refused: Gauge
  readonly held: Gauge
  readonly callsUsed: Gauge
  readonly callsLeft: Gauge
}

/** Counted by the replica that polls; calls are those of all replicas in this month. */
export const pollMetrics = (registry: Registry): PollMetrics => {
  const registers = [registry]
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers })
  return {
    polls: new Counter({
      name: 'coingecko_polls_total',
      help: 'Polls by outcome: success, limited, away, garbage, no_calls_left',
      labelNames: ['outcome'],
      registers,
    }),
    refused: gauge('coingecko_prices_refused', 'Assets without a new good price in the last poll'),
    held: gauge('coingecko_prices_held', 'Prices held back as absurd until the next poll confirms'),
    callsUsed: gauge('coingecko_calls_used', 'Calls to CoinGecko in this month'),
    callsLeft: gauge('coingecko_calls_left', 'Calls left of the budget of this month'),
  }
}
