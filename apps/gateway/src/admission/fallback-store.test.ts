import { expect, it } from 'vitest'

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
