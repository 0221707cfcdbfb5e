import { performance } from 'node:perf_hooks'

import { API_BASE } from '@cnop/contracts/internal'

import { quantileOf } from './statistics.ts'

const LOGINS = 200
/** What a look at health and at prices may take at worst while the flood lasts. */
const LONGEST_MS = 500

const logIn = async (userServiceUrl: string, index: number): Promise<number> => {
  const answer = await fetch(`${userServiceUrl}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: `flood_${index}`, password: 'Wrong-Horse-77' }),
  })
  await answer.text()
  return answer.status
}

const timeOf = async (url: string): Promise<number> => {
  const started = performance.now()
  const answer = await fetch(url)
  await answer.text()
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`)
  return performance.now() - started
}

/** 200 log-ins at once, and meanwhile, without a pause, looks at the health of the service and at prices. */
export const floodOfLogins = async (userServiceUrl: string, gatewayUrl: string) => {
  const health: number[] = []
  const prices: number[] = []
  let over = false
  const flood = Promise.all(
    Array.from({ length: LOGINS }, (_, index) => logIn(userServiceUrl, index)),
  ).finally(() => {
    over = true
  })
  for (;;) {
    if (over) break
    health.push(await timeOf(`${userServiceUrl}/health`))
    prices.push(await timeOf(`${gatewayUrl}${API_BASE}/inventory/assets?limit=5`))
  }
  const statuses = await flood
  const count = (status: number): number => statuses.filter((each) => each === status).length
  const line = (what: string, times: readonly number[]): string =>
    `  ${what}: ${times.length} looks, median ${quantileOf(times, 0.5).toFixed(1)} ms, 99 % within ${quantileOf(times, 0.99).toFixed(1)} ms`
  const holds = [...health, ...prices].every((each) => each < LONGEST_MS)
  return {
    holds,
    report: [
      `\n${LOGINS} log-ins at once: ${count(401)} checked and refused, ${count(503)} told to come back. Meanwhile:`,
      line('/health of user-service', health),
      line('prices through the gateway', prices),
      holds ? `None took ${LONGEST_MS} ms.` : `Some took more than ${LONGEST_MS} ms.`,
    ].join('\n'),
  }
}
