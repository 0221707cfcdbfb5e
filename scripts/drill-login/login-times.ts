import { performance } from 'node:perf_hooks'

import { medianOf, tellsApart } from './statistics.ts'

const ROUNDS = 120
const WARM_UP = 10

type Target = { readonly who: string; readonly name: string }

/** How long a refused log-in takes, in milliseconds; one at a time. */
const timeOf = async (userServiceUrl: string, username: string): Promise<number> => {
  const started = performance.now()
  const answer = await fetch(`${userServiceUrl}/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: 'Wrong-Horse-77' }),
  })
  await answer.text()
  if (answer.status !== 401) throw new Error(`expected 401, got ${answer.status}`)
  return performance.now() - started
}

/** Compares everyone's times with those of the first: can someone with a stop-watch tell them apart? */
export const loginTimes = async (userServiceUrl: string, targets: readonly Target[]) => {
  const times = new Map(targets.map(({ name }) => [name, [] as number[]]))
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    // In another order each round, so that nobody always comes after the same one.
    const turn = [
      ...targets.slice(round % targets.length),
      ...targets.slice(0, round % targets.length),
    ]
    for (const { name } of turn) {
      const taken = await timeOf(userServiceUrl, name)
      if (round >= WARM_UP) times.get(name)?.push(taken)
    }
  }
  const [first, ...others] = targets
  const reference = times.get(first?.name ?? '') ?? []
  const rows = others.map(({ who, name }) => {
    const theirs = times.get(name) ?? []
    const { chance, told } = tellsApart(reference, theirs)
    const median = `${medianOf(theirs).toFixed(1)} ms`
    return {
      told,
      line: `  ${who.padEnd(28)} ${median.padStart(9)}   ${(100 * chance).toFixed(1)} %`,
    }
  })
  const holds = rows.every(({ told }) => !told)
  const head = `${ROUNDS} refused log-ins each; ${first?.who}: median ${medianOf(reference).toFixed(1)} ms.\nMedian of the others, and how often one of theirs takes longer than one of the first (50 %: no telling):`
  const verdict = holds
    ? 'No one can be told apart by time.'
    : `Told apart by time: ${rows.filter(({ told }) => told).length}.`
  return { holds, report: [head, ...rows.map(({ line }) => line), verdict].join('\n') }
}
