import { parseCash, printCash } from '@cnop/money/text'
import { describe, expect, it } from 'vitest'

import { auditLedger } from '../src/ledger/audit/audit-ledger.ts'
import { readCash } from '../src/ledger/holdings.ts'
import type { Ledger } from '../src/ledger/ledger.ts'
import { moveCash } from '../src/ledger/move-cash.ts'
import { openAccount, testLedger } from '../src/testing/test-ledger.ts'

const DAY_MS = 86_400_000
const shared = await testLedger()
let accounts = 0

/** A new account, and a clock at noon. */
const account = async () => {
  accounts += 1
  const username = `limited_${accounts}`
  let time = Date.parse('2026-03-01T12:00:00Z')
  const ledger: Ledger = { ...shared, now: () => new Date(time) }
  await openAccount(ledger, username)
  const move =
    (type: 'DEPOSIT' | 'WITHDRAW') =>
    async (amount: string, limit?: string, clientKey?: string) => {
      try {
        const { replayed } = await moveCash(ledger, {
          username,
          type,
          amount: parseCash(amount),
          clientKey,
          dailyLimit: limit === undefined ? undefined : parseCash(limit),
        })
        return replayed ? 'replayed' : 'moved'
      } catch (error) {
        return error instanceof Error && 'code' in error ? String(error.code) : 'failed'
      }
    }
  return {
    deposit: move('DEPOSIT'),
    withdraw: move('WITHDRAW'),
    balance: async () => printCash((await readCash(ledger, username)).available),
    nextDay: () => {
      time += DAY_MS
    },
    backADay: () => {
      time -= DAY_MS
    },
  }
}

describe('a daily limit', () => {
  it('lets through up to itself, to the cent, and starts over with the day', async () => {
    const { deposit, nextDay, balance } = await account()
    expect(await deposit('60', '100')).toBe('moved')
    expect(await deposit('40.01', '100')).toBe('DAILY_LIMIT_REACHED')
    expect(await deposit('40', '100')).toBe('moved')
    expect(await deposit('0.01', '100')).toBe('DAILY_LIMIT_REACHED')
    nextDay()
    expect(await deposit('100.01', '100')).toBe('DAILY_LIMIT_REACHED')
    expect(await deposit('100', '100')).toBe('moved')
    expect(await balance()).toBe('200.00')
  })

  it('holds for many at once, also for the first of a day', async () => {
    const { deposit, nextDay, balance } = await account()
    for (let day = 0; day < 2; day += 1) {
      const outcomes = await Promise.all(Array.from({ length: 12 }, () => deposit('10', '50')))
      expect(outcomes.filter((outcome) => outcome === 'moved')).toHaveLength(5)
      nextDay()
    }
    expect(await balance()).toBe('100.00')
  })

  it('counts deposits and withdrawals apart, and what is not there is not a matter of limits', async () => {
    const { deposit, withdraw } = await account()
    await deposit('100', '100')
    expect(await withdraw('30', '50')).toBe('moved')
    expect(await withdraw('30', '50')).toBe('DAILY_LIMIT_REACHED')
    expect(await withdraw('71', '1000')).toBe('INSUFFICIENT_BALANCE')
    expect(await withdraw('20', '50')).toBe('moved')
  })

  it('counts a repeat once, and answers it although the limit is reached', async () => {
    const { deposit, balance } = await account()
    expect(await deposit('100', '100', 'a-key')).toBe('moved')
    expect(await deposit('100', '100', 'a-key')).toBe('replayed')
    expect(await deposit('100', '10', 'a-key')).toBe('replayed')
    expect(await balance()).toBe('100.00')
  })

  it('begins to count when it is set, and does no harm when it is taken away or lowered', async () => {
    const { deposit } = await account()
    expect(await deposit('500')).toBe('moved')
    expect(await deposit('80', '100')).toBe('moved')
    expect(await deposit('500')).toBe('moved')
    expect(await deposit('1', '50')).toBe('DAILY_LIMIT_REACHED')
    expect(await deposit('20', '100')).toBe('moved')
  })

  it('is not started over by a clock that is behind', async () => {
    const { deposit, nextDay, backADay } = await account()
    nextDay()
    await deposit('90', '100')
    backADay()
    expect(await deposit('20', '100')).toBe('DAILY_LIMIT_REACHED')
    expect(await deposit('10', '100')).toBe('moved')
    nextDay()
    expect(await deposit('1', '100')).toBe('DAILY_LIMIT_REACHED')
  })

  it('leaves a ledger that adds up', async () => {
    expect((await auditLedger(shared, {})).findings).toEqual([])
  })
})
