import { setTimeout as pause } from 'node:timers/promises'

import { percentile } from '../bench/load.ts'
import type { Asker } from './asker.ts'

const PAUSE_MS = 40
const BUY = { order_type: 'market_buy', asset_id: 'ETH', quantity: '0.001' }
const READS = [
  '/portfolio',
  '/orders?limit=25',
  '/balance/transactions?limit=25',
  '/balance',
  '/orders?status=queued&limit=25',
]

export type Seen = { readonly p95: number; readonly statuses: readonly number[] }

/** Someone else reads and trades, one request after the other, for so long. */
export const readAndTrade = async (user: Asker, durationMs: number): Promise<Seen> => {
  const times: number[] = []
  const statuses: number[] = []
  const end = performance.now() + durationMs
  for (let turn = 0; performance.now() < end; turn += 1) {
    const path = READS[(turn >> 1) % READS.length] ?? ''
    const { ms, status } =
      turn % 2 === 0 ? await user.ask('POST', '/orders', BUY) : await user.ask('GET', path)
    times.push(ms)
    statuses.push(status)
    await pause(PAUSE_MS)
  }
  return {
    p95: percentile(
      times.toSorted((a, b) => a - b),
      95,
    ),
    statuses,
  }
}
