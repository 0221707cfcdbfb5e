import { AppError } from '@cnop/contracts/errors'
import { parseCash, parsePrice, parseQuantity } from '@cnop/money/text'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'

import { auditLedger } from '../src/ledger/audit/audit-ledger.ts'
import { readCash, readHolding } from '../src/ledger/holdings.ts'
import type { Ledger } from '../src/ledger/ledger.ts'
import { moveCash } from '../src/ledger/move-cash.ts'
import { readOrders } from '../src/ledger/orders.ts'
import { placeWaiting } from '../src/ledger/place-waiting.ts'
import { closeWaiting, fillWaiting, limitOf } from '../src/ledger/settle-waiting.ts'
import { buy as buyNow, sell as sellNow } from '../src/ledger/trade.ts'
import { startFaultProxy, type Fault, type FaultProxy } from '../src/testing/fault-proxy.ts'
import { openAccount, testLedger } from '../src/testing/test-ledger.ts'
import '../src/testing/provided-context.ts'

let proxy: FaultProxy
let ledger: Ledger
let users = 0

beforeAll(async () => {
  proxy = await startFaultProxy(inject('dynamodbEndpoint'))
  ledger = await testLedger(proxy.url)
})
afterAll(async () => {
  ledger.database.close()
  await proxy.close()
})
beforeEach(() => proxy.plan(() => 'none'))

/** The faults in this order for the next writes, then none; reads are left alone. */
const nextWrites = (...faults: Fault[]): void => {
  const queue = [...faults]
  proxy.plan((operation) =>
    operation === 'TransactWriteItems' ? (queue.shift() ?? 'none') : 'none',
  )
}

const trader = async (balance: string): Promise<string> => {
  users += 1
  const username = `faulty_${users}`
  await openAccount(ledger, username)
  await deposit(username, balance)
  return username
}

const deposit = (username: string, amount: string, clientKey?: string) =>
  moveCash(ledger, { username, type: 'DEPOSIT', amount: parseCash(amount), clientKey })

const AT = {
  price: parsePrice('10.00'),
  source: 'simulated' as const,
  observedAt: '2026-01-31T09:30:00.000Z',
}

const order = (username: string, quantity: string, clientKey?: string) => ({
  username,
  assetId: 'SOL',
  quantity: parseQuantity(quantity),
  request: `SOL ${quantity}`,
  clientKey,
  clientOrderId: undefined,
})

type Wanted = ReturnType<typeof order>

const buy = (wanted: Wanted) => buyNow(ledger, { ...wanted, side: 'buy' }, AT)
const sell = (wanted: Wanted) => sellNow(ledger, { ...wanted, side: 'sell' }, AT)

const cashOf = async (username: string) => (await readCash(ledger, username)).available

const findings = async (username: string) => (await auditLedger(ledger, { username })).findings

describe('one act under a fault', () => {
  it.each(['conflict', 'half-seen', 'throttled', 'error', 'lost-answer', 'twice'] as const)(
    'a deposit that meets %s happens once and is the first answer, not a repeat',
    async (fault) => {
      const user = await trader('1.00')
      nextWrites(fault)
      expect((await deposit(user, '5.00')).replayed).toBe(false)
      expect(await cashOf(user)).toBe(parseCash('6.00'))
      expect(await findings(user)).toEqual([])
    },
  )

  it.each(['conflict', 'half-seen', 'throttled', 'error', 'lost-answer', 'twice'] as const)(
    'a purchase and a sale that meet %s each fill once',
    async (fault) => {
      const user = await trader('100.00')
      nextWrites(fault, 'none', fault)
      await buy(order(user, '3'))
      nextWrites(fault)
      await sell(order(user, '1'))
      expect(await cashOf(user)).toBe(parseCash('80.00'))
      expect(await readHolding(ledger, user, 'SOL')).toMatchObject({ available: 200_000_000n })
      expect(await findings(user)).toEqual([])
    },
  )

  it('several faults in a row are sat out', async () => {
    const user = await trader('1.00')
    nextWrites('conflict', 'error', 'throttled', 'lost-answer', 'conflict')
    await deposit(user, '5.00')
    expect(await cashOf(user)).toBe(parseCash('6.00'))
  })

  it.each(['conflict', 'hang', 'error'] as const)(
    'nothing but %s ends in TRY_AGAIN with nothing done, and the same key works later',
    async (fault) => {
      const user = await trader('1.00')
      proxy.plan((operation) => (operation === 'TransactWriteItems' ? fault : 'none'))
      await expect(deposit(user, '5.00', 'key')).rejects.toMatchObject({
        code: 'TRY_AGAIN',
        retryAfterSeconds: 1,
      })
      expect(await cashOf(user)).toBe(parseCash('1.00'))
      proxy.plan(() => 'none')
      expect((await deposit(user, '5.00', 'key')).replayed).toBe(false)
      expect(await cashOf(user)).toBe(parseCash('6.00'))
    },
  )

  it('answers lost again and again leave one effect, which the same key finds', async () => {
    const user = await trader('1.00')
    proxy.plan((operation) => (operation === 'TransactWriteItems' ? 'lost-answer' : 'none'))
    await expect(deposit(user, '5.00', 'key')).rejects.toMatchObject({ code: 'TRY_AGAIN' })
    proxy.plan(() => 'none')
    expect((await deposit(user, '5.00', 'key')).replayed).toBe(true)
    expect(await cashOf(user)).toBe(parseCash('6.00'))
    expect(await findings(user)).toEqual([])
  })
})

it('sends transactions without the request token that the SDK adds', async () => {
  const user = await trader('100.00')
  const bodies: string[] = []
  proxy.plan((operation, body) => {
    if (operation === 'TransactWriteItems') bodies.push(body)
    return 'none'
  })
  await buy(order(user, '1'))
  expect(bodies.map((body) => Object.keys(JSON.parse(body)).toSorted())).toEqual([
    ['ReturnConsumedCapacity', 'TransactItems'],
  ])
})

describe('many acts under faults', () => {
  it.each([3, 9])(
    'when %i of ten writes meet a conflict, each is done once in the end',
    async (ofTen) => {
      const user = await trader('1.00')
      let writes = 0
      proxy.plan((operation) => {
        if (operation !== 'TransactWriteItems') return 'none'
        writes += 1
        // Seven has no divisor in common with ten: conflicts and others alternate.
        return (writes * 7) % 10 < ofTen ? 'conflict' : 'none'
      })
      const refusals = new Set<string>()
      const untilDecided = async (key: string): Promise<void> => {
        const outcome = await deposit(user, '1.00', key).catch((error: unknown) => error)
        if (!(outcome instanceof AppError)) return
        refusals.add(outcome.code)
        await untilDecided(key)
      }
      await Promise.all(Array.from({ length: 40 }, (_, nth) => untilDecided(`share-${nth}`)))
      proxy.plan(() => 'none')
      expect(['', 'TRY_AGAIN']).toContain([...refusals].join())
      expect(await cashOf(user)).toBe(parseCash('41.00'))
      expect(await findings(user)).toEqual([])
    },
  )

  it('50 concurrent orders of one user all end, and none is lost or doubled', async () => {
    const user = await trader('250.00')
    let turn = 0
    proxy.plan((operation) => {
      turn += 1
      if (operation !== 'TransactWriteItems') return 'none'
      return (
        (['conflict', 'none', 'lost-answer', 'none', 'throttled', 'none', 'error'] as const)[
          turn % 7
        ] ?? 'none'
      )
    })
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) => buy(order(user, '1', `order-${index}`))),
    )
    proxy.plan(() => 'none')
    const codes = outcomes.map((outcome) =>
      outcome.status === 'fulfilled' ? 'filled' : codeOf(outcome.reason),
    )
    expect(codes.filter((code) => code === 'filled')).toHaveLength(25)
    expect(codes.filter((code) => code === 'INSUFFICIENT_BALANCE')).toHaveLength(25)
    expect(await cashOf(user)).toBe(0n)
    expect(await findings(user)).toEqual([])
  })

  const kinds = ['deposit', 'withdraw', 'buy', 'sell', 'wait-buy', 'wait-sell', 'settle'] as const
  const act = fc.record({
    kind: fc.constantFrom(...kinds),
    size: fc.integer({ min: 1, max: 20 }),
    price: fc.integer({ min: 1, max: 20 }),
    key: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }),
  })
  const fault = fc.constantFrom<Fault>(
    'none',
    'none',
    'conflict',
    'half-seen',
    'error',
    'lost-answer',
    'twice',
  )

  /** Fills or cancels everything of the user that waits, as several matchers and the user may at once. */
  const settleAll = async (user: string, how: 'fill' | 'cancel', price: number) => {
    const { orders } = await readOrders(ledger, user, { limit: 100, before: undefined })
    const waiting = orders.filter(({ status }) => status === 'queued')
    return await Promise.allSettled(
      waiting.flatMap((each): Promise<unknown>[] => {
        const at = { ...AT, price: parsePrice(String(price)) }
        const limit = limitOf(each)
        const met = each.order_type === 'limit_buy' ? at.price <= limit : at.price >= limit
        if (how === 'fill' && met)
          return [fillWaiting(ledger, each, at), fillWaiting(ledger, each, at)]
        return how === 'cancel' ? [closeWaiting(ledger, each, 'cancelled')] : []
      }),
    )
  }

  const perform = async (
    user: string,
    {
      kind,
      size,
      price,
      key,
    }: { kind: (typeof kinds)[number]; size: number; price: number; key: string | undefined },
  ): Promise<unknown> => {
    const move = { username: user, amount: parseCash(String(size)), clientKey: key }
    const wanted = { ...order(user, String(size), key), request: `${kind} ${size} ${price}` }
    const limit = {
      price: parsePrice(String(price)),
      timeInForce: 'gtc' as const,
      expiresAt: undefined,
    }
    const acts: Record<typeof kind, () => Promise<unknown>> = {
      deposit: () => moveCash(ledger, { ...move, type: 'DEPOSIT' }),
      withdraw: () => moveCash(ledger, { ...move, type: 'WITHDRAW' }),
      buy: () => buy(wanted),
      sell: () => sell(wanted),
      'wait-buy': () => placeWaiting(ledger, { ...wanted, side: 'buy' }, limit),
      'wait-sell': () => placeWaiting(ledger, { ...wanted, side: 'sell' }, limit),
      settle: () => settleAll(user, size % 2 === 0 ? 'fill' : 'cancel', price),
    }
    return await acts[kind]()
  }

  it('whatever is done at once and whatever goes wrong, the audit finds nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(act, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 }),
        fc.array(fault, { maxLength: 20 }),
        async (rounds, faults) => {
          const user = await trader('100.00')
          nextWrites(...faults)
          for (const acts of rounds)
            await Promise.allSettled(acts.map((each) => perform(user, each)))
          proxy.plan(() => 'none')
          expect(await findings(user)).toEqual([])
          await settleAll(user, 'cancel', 1)
          expect(await findings(user)).toEqual([])
          expect((await readCash(ledger, user)).held).toBe(0n)
        },
      ),
      { numRuns: 60 },
    )
  })
})

const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : String(error))
