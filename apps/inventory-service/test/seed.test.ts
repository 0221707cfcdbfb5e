import { testDatabase } from '@cnop/common/testing/test-database'
import { expect, it, onTestFinished } from 'vitest'

import { sharedSeed } from '#src/store/seed'
import '@cnop/common/testing/provided-context'

const anotherDatabase = async () => {
  const database = await testDatabase()
  onTestFinished(() => database.close())
  return database
}

it('gives all replicas of an installation one seed, and every installation another', async () => {
  const database = await anotherDatabase()
  const seeds = await Promise.all(Array.from({ length: 10 }, () => sharedSeed(database)))
  expect(new Set(seeds).size).toBe(1)
  expect(await sharedSeed(await anotherDatabase())).not.toBe(seeds[0])
})
