/**
 * `pnpm drill:gateways`: three gateways behind the nginx that ships, which spreads requests at random.
 *
 * 1. the limit of one person's reads is exact over all three;
 * 2. people use the page from registration to log-out in a real browser while gateways are ended by SIGKILL, one
 *    after the other: no one is shown more than one request to try again for a step, and nothing happens twice;
 * 3. each gateway in turn is told to stop (SIGTERM) under load: no request is lost.
 *
 * Needs nginx; without it the drill says so and ends. Ends with 1 when one of these does not hold.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

import { programOnPath } from '@cnop/local-stack/programs'

import { limitIsExact, stopsLoseNothing } from './drill-gateways/api-checks.ts'
import { startCluster, type Cluster } from './drill-gateways/cluster.ts'
import { pageFlow } from './drill-gateways/page-flow.ts'

const FLOWS = 4
const BETWEEN_KILLS_MS = 3_000

const nginx = programOnPath(['nginx'], `${process.env['PATH']}:/usr/sbin:/usr/local/sbin`)
if (nginx === undefined) {
  console.log('Skipped: nginx is not installed (apt-get install nginx-light).')
  process.exit(0)
}
const directory = mkdtempSync(join(tmpdir(), 'drill-gateways-'))
const cluster = await startCluster(directory, nginx)
const problems: string[] = []
const note = (problem: string | undefined): void => {
  if (problem === undefined) return
  problems.push(problem)
  console.log(problem)
}
try {
  note(await limitIsExact(cluster.url))
  note(await usersSeeNothing(cluster))
  await allReady(cluster)
  note(await stopsLoseNothing(cluster))
} finally {
  await cluster.stop()
  rmSync(directory, { recursive: true, force: true })
}
console.log(problems.length === 0 ? 'All of it holds.' : `${problems.length} of three do not hold.`)
process.exit(problems.length === 0 ? 0 : 1)

async function allReady({ gateways }: Cluster): Promise<void> {
  for (const { isReady } of gateways) while (!(await isReady())) await pause(100)
}

async function usersSeeNothing(running: Cluster): Promise<string | undefined> {
  const { url, gateways } = running
  const over = new AbortController()
  let kills = 0
  const killInTurn = async (): Promise<void> => {
    for (let nth = 0; !over.signal.aborted; nth += 1) {
      await pause(BETWEEN_KILLS_MS)
      // One away at a time, as when one machine fails.
      await allReady(running)
      gateways[nth % gateways.length]?.kill()
      kills += 1
    }
  }
  const killing = killInTurn()
  try {
    for (let nth = 0; nth < FLOWS; nth += 1) {
      const { steps, retries } = await pageFlow(url)
      console.log(
        `A person's whole visit, ${steps} steps, ${kills} gateways killed so far: ` +
          (retries.length === 0
            ? 'nothing noticed'
            : `asked to try again at ${retries.join('; ')}`),
      )
    }
    return undefined
  } catch (error) {
    return `the page's user was left with an error: ${String(error)}`
  } finally {
    over.abort()
    await killing
  }
}
