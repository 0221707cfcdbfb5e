import { API_BASE } from '@cnop/contracts/internal'

import { arrive } from './arrivals.ts'
import { measure } from './measure.ts'
import type { Target } from './targets.ts'

const WARM_UP_SECONDS = 10
const SECONDS = 10
const CONNECTIONS = 32

/** Half of what the gateway can, then two and three times as much, arriving whether or not it is answered. */
export const showOverload = async (
  { url, pid }: Target,
  headers: { readonly authorization: string },
): Promise<void> => {
  const address = `${url}${API_BASE}/balance`
  const load = { url: address, headers, connections: CONNECTIONS }
  // What runs hot is compiled first: a cold process would be asked for little.
  await measure(pid, { ...load, seconds: WARM_UP_SECONDS })
  const { perSecond: capacity } = await measure(pid, { ...load, seconds: SECONDS })
  console.log(
    `\nRequests that arrive whether or not earlier ones were answered; it can ${Math.round(capacity)}/s:`,
  )
  for (const share of [0.5, 2, 3]) {
    const result = await arrive(address, headers, { perSecond: capacity * share, seconds: SECONDS })
    console.log(
      `  ${share} times: ${Math.round(result.arrivedPerSecond)}/s arrived, ${Math.round(result.servedPerSecond)}/s served ` +
        `(${(result.servedPerSecond / capacity).toFixed(2)} of what it can), ${result.shed} turned away, ${result.failed} failed; ` +
        `served p50 ${result.p50Ms.toFixed(0)} ms, p99 ${result.p99Ms.toFixed(0)} ms`,
    )
  }
}
