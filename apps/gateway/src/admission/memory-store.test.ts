import { expect, it } from 'vitest'

import { WINDOW_MS } from './admission.ts'
import { memoryStore, MOST_COUNTERS } from './memory-store.ts'

const storeAt = () => {
  let time = 1_000_000
  const store = memoryStore(() => time)
  const count = async (counter: string): Promise<number> =>
    (await store.admit({ counter, subjects: [] })).count
  return {
    count,
    pass: (ms: number) => {
      time += ms
    },
  }
}

it('counts by counter, and anew when the window is over', async () => {
  const { count, pass } = storeAt()
  expect([await count('a'), await count('a'), await count('b')]).toEqual([1, 2, 1])
  pass(WINDOW_MS - 1)
  expect(await count('a')).toBe(3)
  pass(1)
  expect(await count('a')).toBe(1)
})

it('a flood of new counters costs the oldest theirs, and no other', async () => {
  const { count } = storeAt()
  await count('oldest')
  await count('guesser')
  for (let i = 2; i < MOST_COUNTERS; i += 1) await count(`flood:${i}`)
  expect(await count('guesser')).toBe(2)
  await count('one more')
  expect(await count('guesser')).toBe(3)
  expect(await count('oldest')).toBe(1)
})
