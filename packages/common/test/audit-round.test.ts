import { parseCash } from '@cnop/money/text'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { auditAccount } from '../src/ledger/audit/audit-account.ts'
import { auditRound } from '../src/ledger/audit/audit-round.ts'
import { readProgress, saveProgress } from '../src/ledger/audit/progress.ts'
import type { Ledger } from '../src/ledger/ledger.ts'
import { moveCash } from '../src/ledger/move-cash.ts'
import { openAccount, testLedger } from '../src/testing/test-ledger.ts'

const USERS = ['alice', 'bob', 'carol', 'dave']
const AS_FAST_AS_IT_GOES = 1_000_000
const FIRST_KEY_OF_ALL = '" "'

let aheadMs: number
let ledger: Ledger

beforeEach(async () => {
  aheadMs = 0
  const { database } = await testLedger()
  ledger = { database, now: () => new Date(Date.now() + aheadMs) }
  for (const username of USERS) {
    await openAccount(ledger, username)
    await deposit(username)
  }
})
afterEach(() => ledger.database.close())

const deposit = (username: string) =>
  moveCash(ledger, { username, type: 'DEPOSIT', amount: parseCash('1.00'), clientKey: undefined })

const goRound = (holder: string, signal = new AbortController().signal) =>
  auditRound(ledger, { holder, pace: AS_FAST_AS_IT_GOES, signal })

/** Does something each time all of an account has been read, before it is known whether it rested meanwhile. */
const afterReading = (act: (reads: number) => Promise<unknown>) => {
  let reads = 0
  ledger.database.documents.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args)
      if (JSON.stringify(args.input).includes(FIRST_KEY_OF_ALL)) {
        reads += 1
        await act(reads)
      }
      return result
    },
    { step: 'initialize', name: 'afterReading' },
  )
  return () => reads
}

describe('an account in use', () => {
  it('that changes while it is read is read again, as of one moment', async () => {
    const reads = afterReading(async (count) => (count === 1 ? await deposit('alice') : undefined))
    expect(await auditAccount(ledger, 'alice')).toMatchObject({ findings: [], entries: 2 })
    expect(reads()).toBe(2)
  })

  it('that never rests is passed over, and nothing is said against it', async () => {
    afterReading(async () => await deposit('alice'))
    expect(await auditAccount(ledger, 'alice')).toBeUndefined()
  })
})

describe('a round of the audit', () => {
  it('is gone by one of several replicas, and each account is read once', async () => {
    const reads = afterReading(async () => {})
    await Promise.all(['one', 'two', 'three'].map((holder) => goRound(holder)))
    const { last_round: last } = await readProgress(ledger)
    expect(last).toMatchObject({ users: USERS.length, findings: [] })
    expect(reads()).toBe(USERS.length)
  })

  it('that is broken off is continued by another where it stood', async () => {
    const stop = new AbortController()
    const reads = afterReading(async (count) => (count === 2 ? stop.abort() : undefined))
    await goRound('one', stop.signal)
    expect((await readProgress(ledger)).last_round).toBeUndefined()
    await goRound('two')
    const { last_round: last } = await readProgress(ledger)
    expect(last).toMatchObject({ users: USERS.length, cash: parseCash('4.00') })
    expect(reads()).toBe(USERS.length)
  })

  it('whose replica is gone is taken over once it has been silent, and not before', async () => {
    await goRound('one')
    const { last_round: lastRound } = await readProgress(ledger)
    aheadMs = 120_000
    const heldUntilMs = ledger.now().getTime() + 30_000
    await saveProgress(ledger, { holder: 'gone', heldUntilMs, round: undefined, lastRound })
    await goRound('two')
    expect((await readProgress(ledger)).last_round).toEqual(lastRound)
    aheadMs += 31_000
    await goRound('two')
    expect((await readProgress(ledger)).last_round?.started_at).not.toBe(lastRound?.started_at)
  })
})
