import { expect, it } from 'vitest'

import { WINDOW_MS } from './admission.ts'
import { fallbackStore } from './fallback-store.ts'
import { memoryStore } from './memory-store.ts'
import type { SharedStore } from './redis-store.ts'

const LIFE = { ttlSeconds: 1_800 }
const user = 'user:alice_trader'

/** Two gateways that share a store which can go away, and a clock. */
const twoGateways = () => {
  let time = 1_000_000
  let away = false
  const now = () => time
  const kept = memoryStore(now)
  const orFail = async <Result>(act: () => Promise<Result>): Promise<Result> => {
    if (away) throw new Error('away')
    return await act()
  }
  const shared: SharedStore = {
    admit: async (request) => await orFail(() => kept.admit(request)),
    changeAccess: async (change) => await orFail(() => kept.changeAccess(change)),
    remind: async (change) =>
      await orFail(async () => {
        if (kept.accessOf(change.subject) === undefined) await kept.changeAccess(change)
      }),
  }
  const gateway = () => fallbackStore(shared, memoryStore(now), { now, onChange: () => {} })
  return {
    one: gateway(),
    two: gateway(),
    setAway: (next: boolean) => {
      away = next
      // Longer than a gateway leaves a store alone that has failed.
      time += 2_000
    },
    pass: (ms: number) => {
      time += ms
    },
  }
}

type Store = ReturnType<typeof fallbackStore>

const accessAt = async (store: Store): Promise<unknown> =>
  (await store.admit({ counter: 'reads:address:10.0.0.1', subjects: [user] })).access[0]

it('a change made through one gateway holds at the other', async () => {
  const { one, two } = twoGateways()
  await one.changeAccess({ subject: user, state: 'revoked', ...LIFE })
  expect([await accessAt(one), await accessAt(two)]).toEqual(['revoked', 'revoked'])
})

it('access given back through another gateway is given back everywhere', async () => {
  const { one, two } = twoGateways()
  await one.changeAccess({ subject: user, state: 'revoked', ...LIFE })
  await two.changeAccess({ subject: user, state: 'restored', ...LIFE })
  expect([await accessAt(one), await accessAt(two)]).toEqual(['restored', 'restored'])
})

it('a change made while the shared store is away holds here, and everywhere when it is back', async () => {
  const { one, two, setAway } = twoGateways()
  setAway(true)
  await one.changeAccess({ subject: user, state: 'revoked', ...LIFE })
  expect([await accessAt(one), await accessAt(two)]).toEqual(['revoked', undefined])
  setAway(false)
  await accessAt(one)
  expect([await accessAt(one), await accessAt(two)]).toEqual(['revoked', 'revoked'])
})

it('an older change is not told over a newer one when the shared store comes back', async () => {
  const { one, two, setAway } = twoGateways()
  await one.changeAccess({ subject: user, state: 'revoked', ...LIFE })
  await two.changeAccess({ subject: user, state: 'restored', ...LIFE })
  setAway(true)
  await accessAt(one)
  setAway(false)
  await accessAt(one)
  expect([await accessAt(one), await accessAt(two)]).toEqual(['restored', 'restored'])
})

const countsAt = async (store: Store, times: number): Promise<number[]> => {
  const counts: number[] = []
  for (let time = 0; time < times; time += 1)
    counts.push((await store.admit({ counter: 'trading:user:alice', subjects: [] })).count)
  return counts
}

it('a shared store that is lost gives nobody a second budget', async () => {
  const { one, setAway } = twoGateways()
  expect(await countsAt(one, 3)).toEqual([1, 2, 3])
  setAway(true)
  expect(await countsAt(one, 2)).toEqual([4, 5])
})

it('what was counted here alone counts on when the shared store is back, until its window is over', async () => {
  const { one, two, setAway, pass } = twoGateways()
  await countsAt(one, 3)
  setAway(true)
  await countsAt(one, 4)
  setAway(false)
  expect(await countsAt(one, 2)).toEqual([8, 9])
  expect(await countsAt(two, 1)).toEqual([6])
  pass(WINDOW_MS)
  expect(await countsAt(one, 2)).toEqual([1, 2])
  expect(await countsAt(two, 1)).toEqual([3])
})
