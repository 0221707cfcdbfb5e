import { setTimeout as pause } from 'node:timers/promises'

import { API_BASE } from '@cnop/contracts/internal'

import { newPerson } from '../../e2e/api.ts'
import { apiClient } from '../bench/api-client.ts'
import { inFlight } from '../bench/load.ts'
import type { Cluster } from './cluster.ts'

const READS_A_MINUTE = 600
const ASKED = READS_A_MINUTE + 200
const AT_ONCE = 40

/** A person's reads, spread over three gateways: as many as the limit says are answered, and not one more. */
export const limitIsExact = async (url: string): Promise<string | undefined> => {
  const client = apiClient(url)
  const token = await client.openAccount(newPerson().username)
  await client.close()
  const statuses: number[] = []
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let nth = 0; nth < ASKED / AT_ONCE; nth += 1)
        statuses.push(
          (
            await fetch(`${url}${API_BASE}/balance`, {
              headers: { authorization: `Bearer ${token}` },
            })
          ).status,
        )
    }),
  )
  const count = (status: number): number => statuses.filter((each) => each === status).length
  console.log(
    `${ASKED} reads of one person over three gateways: ${count(200)} answered, ${count(429)} refused (limit ${READS_A_MINUTE})`,
  )
  return count(200) === READS_A_MINUTE && count(429) === ASKED - READS_A_MINUTE
    ? undefined
    : 'the limit was not exact over the gateways'
}

const WIDTH = 16
const LASTS_MS = 20_000
const BETWEEN_MS = 4_000

/** Reads and deposits without keys, which no one may send twice, while one gateway after the other is told to stop. */
export const stopsLoseNothing = async ({ url, gateways }: Cluster): Promise<string | undefined> => {
  const client = apiClient(url)
  const tokens = await Promise.all(
    Array.from({ length: 60 }, () => client.openAccount(newPerson().username)),
  )
  const failures: string[] = []
  let turn = 0
  const act = async (): Promise<void> => {
    turn += 1
    const token = tokens[turn % tokens.length]
    const sent =
      turn % 2 === 0
        ? client.send('POST', '/balance/deposit', { amount: '1' }, token)
        : client.send('GET', '/inventory/assets?limit=5', undefined, token)
    await sent.catch((error: unknown) => failures.push(String(error)))
  }
  const stopInTurn = async (): Promise<void> => {
    for (const gateway of gateways) {
      await pause(BETWEEN_MS)
      gateway.terminate()
    }
  }
  const [{ latenciesMs }] = await Promise.all([inFlight(WIDTH, LASTS_MS, act), stopInTurn()])
  await client.close()
  console.log(
    `${latenciesMs.length} requests while each gateway in turn was told to stop: ${failures.length} failed`,
  )
  return failures.length === 0
    ? undefined
    : `lost as a gateway stopped: ${failures.slice(0, 3).join('; ')}`
}
