import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import '@cnop/common/testing/provided-context'

import { startPlatform, type Platform } from './model/platform.ts'
import { program, type Act } from './model/programs.ts'
import { runProgram } from './model/run-program.ts'

let platform: Platform

beforeAll(async () => {
  platform = await startPlatform(inject('dynamodbEndpoint'))
})
afterAll(async () => await platform.close())

describe('whatever several people do, and whatever goes wrong meanwhile', () => {
  it('every answer, balance and holding is what simple arithmetic says, and the audit finds nothing', async () => {
    const holds = fc.asyncProperty(program, async (steps) => await runProgram(platform, steps))
    await expect(fc.assert(holds, { numRuns: 30 })).resolves.toBeUndefined()
  }, 300_000)
})

/** Programs that once came out differently, as small as they could be made. */
describe('what was once wrong', () => {
  const nobody: Act[] = []

  it('an order that ends at once is not said to be recorded when its write was refused', async () => {
    const act: Act = {
      kind: 'limit',
      side: 'sell',
      asset: 'AAA',
      quantity: 100_000_000n,
      price: 15n * 10n ** 12n,
      timeInForce: 'ioc',
      key: undefined,
    }
    const acts = [[act], nobody, nobody]
    const step = { kind: 'acts' as const, acts, faults: ['half-seen' as const], crash: undefined }
    await expect(runProgram(platform, [step])).resolves.toBeUndefined()
  })
})
