import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import { cash, price, quantity } from '@cnop/money/scaled'
import {
  parseBasis,
  parseCash,
  parsePrice,
  parseQuantity,
  printCash,
  printPrice,
  printQuantity,
} from '@cnop/money/text'
import { averageCost } from '@cnop/money/trade'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'

import { auditLedger } from '../src/ledger/audit/audit-ledger.ts'
import { readAccount, readCash, readHolding } from '../src/ledger/holdings.ts'
import { readJournal } from '../src/ledger/journal.ts'
import type { Ledger } from '../src/ledger/ledger.ts'
import { moveCash } from '../src/ledger/move-cash.ts'
import { readOrder, readOrders } from '../src/ledger/orders.ts'
import { buy as buyNow, sell as sellNow } from '../src/ledger/trade.ts'
import { ledgerTable, openAccount, testLedger } from '../src/testing/test-ledger.ts'

let ledger: Ledger
let users = 0

beforeAll(async () => {
  ledger = await testLedger()
})

const newUser = async (balance = '0.00'): Promise<string> => {
  users += 1
  const username = `trader_${users}`
  await openAccount(ledger, username)
  if (balance !== '0.00') await deposit(username, balance)
  return username
}

const deposit = (username: string, amount: string, clientKey?: string) =>
  moveCash(ledger, { username, type: 'DEPOSIT', amount: parseCash(amount), clientKey })

const withdraw = (username: string, amount: string, clientKey?: string) =>
  moveCash(ledger, { username, type: 'WITHDRAW', amount: parseCash(amount), clientKey })

/** An order for BTC; what is done with it says whether it buys or sells. */
const fill = (username: string, amount: string, at: string, clientKey?: string) => ({
  intent: {
    username,
    assetId: 'BTC',
    quantity: parseQuantity(amount),
    request: `BTC ${amount}`,
    clientKey,
    clientOrderId: undefined,
  },
  at: {
    price: parsePrice(at),
    source: 'simulated' as const,
    observedAt: '2026-01-31T09:30:00.000Z',
  },
})

type Order = ReturnType<typeof fill>

const buy = (on: Ledger, { intent, at }: Order) => buyNow(on, { ...intent, side: 'buy' }, at)
const sell = (on: Ledger, { intent, at }: Order) => sellNow(on, { ...intent, side: 'sell' }, at)

const available = async (username: string) =>
  printCash((await readCash(ledger, username)).available)

describe('deposits and withdrawals', () => {
  it('add and take exact cents and stand in the journal with the balance after each', async () => {
    const user = await newUser()
    await deposit(user, '100.10')
    await withdraw(user, '0.03')
    await deposit(user, '0.01')
    const { movements, cash } = await readJournal(ledger, user, {
      limit: 10,
      from: undefined,
    })
    expect(movements.map((m) => [m.type, printCash(m.amount), printCash(m.balanceAfter)])).toEqual([
      ['DEPOSIT', '0.01', '100.08'],
      ['WITHDRAW', '-0.03', '100.07'],
      ['DEPOSIT', '100.10', '100.10'],
    ])
    expect(cash.entries).toBe(3)
  })

  it('refuse to take more than there is, say how much there is, and move nothing', async () => {
    const user = await newUser('50.00')
    await expect(withdraw(user, '50.01')).rejects.toMatchObject({
      code: 'INSUFFICIENT_BALANCE',
      message: expect.stringContaining('50.00'),
    })
    expect(await available(user)).toBe('50.00')
  })

  it('refuse an account that does not exist', async () => {
    await expect(deposit('nobody_here', '1.00')).rejects.toMatchObject({
      code: 'BALANCE_NOT_FOUND',
    })
  })

  it('happen once for one key, however often and however parallel they are sent', async () => {
    const user = await newUser()
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => deposit(user, '10.00', 'one-key')),
    )
    expect(new Set(answers.map(({ entry }) => entry.transaction_id)).size).toBe(1)
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1)
    expect(await available(user)).toBe('10.00')
  })

  it('refuse a key that was used for another amount', async () => {
    const user = await newUser()
    await deposit(user, '10.00', 'k')
    await expect(deposit(user, '11.00', 'k')).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    })
    expect(await available(user)).toBe('10.00')
  })

  it('keep keys apart by user and by act', async () => {
    const [a, b] = [await newUser('5.00'), await newUser()]
    await deposit(a, '1.00', 'k')
    await deposit(b, '2.00', 'k')
    await withdraw(a, '3.00', 'k')
    expect(await available(a)).toBe('3.00')
    expect(await available(b)).toBe('2.00')
  })

  it('answer a repeated withdrawal as the first time, though the money is gone by now', async () => {
    const user = await newUser('30.00')
    const first = await withdraw(user, '30.00', 'all')
    const again = await withdraw(user, '30.00', 'all')
    expect(again).toEqual({ entry: first.entry, replayed: true })
  })

  it('never overdraw: of 40 parallel withdrawals exactly as many succeed as there is money for', async () => {
    const user = await newUser('100.00')
    const outcomes = await Promise.allSettled(
      Array.from({ length: 40 }, () => withdraw(user, '10.00')),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
    expect(await available(user)).toBe('0.00')
  })
})

describe('market orders', () => {
  it('move cash, holding and order together', async () => {
    const user = await newUser('1000.00')
    const { order } = await buy(ledger, fill(user, '0.33333333', '1000.10'))
    expect(printCash(order.total)).toBe('333.37')
    const { cash: balance, holdings } = await readAccount(ledger, user)
    expect(printCash(balance.available)).toBe('666.63')
    expect(holdings).toMatchObject([
      {
        asset_id: 'BTC',
        available: 33_333_333n,
        held: 0n,
        cost: parseBasis('333.37'),
        realized: 0n,
      },
    ])
    expect(await readOrder(ledger, user, order.order_id)).toEqual(order)
  })

  it('are three items: the balance, the holding and the order', async () => {
    const user = await newUser('1000.00')
    await buy(ledger, fill(user, '1', '10.00'))
    const { Items = [] } = await ledger.database.documents.send(
      new ScanCommand({
        TableName: ledgerTable(ledger),
        FilterExpression: 'pk = :user',
        ExpressionAttributeValues: { ':user': `USER#${user}` },
      }),
    )
    const kinds = Items.map((item) => String(item['sk']).split('#')[0]).toSorted()
    expect(kinds).toEqual(['ASSET', 'CASH', 'ENTRY', 'ORDER'])
  })

  it('move nothing when there is not enough money', async () => {
    const user = await newUser('9.99')
    await expect(buy(ledger, fill(user, '1', '10.00'))).rejects.toMatchObject({
      code: 'INSUFFICIENT_BALANCE',
    })
    const { cash: balance, holdings } = await readAccount(ledger, user)
    expect(printCash(balance.available)).toBe('9.99')
    expect(holdings).toEqual([])
    expect((await readOrders(ledger, user, { limit: 10, before: undefined })).orders).toEqual([])
  })

  it.each([
    { asset: 'DOGE', price: '0.142292', amount: '3513.90098951', part: 5n },
    { asset: 'PEPE', price: '0.0000123', amount: '813008.13008130', part: 3n },
  ])('keep the average cost to 12 places through partial sales of $asset', async (trade) => {
    const user = await newUser('1000.00')
    await buy(ledger, fill(user, trade.amount, trade.price))
    const held = async () => {
      const holding = await readHolding(ledger, user, 'BTC')
      if (holding === undefined) throw new Error('no holding')
      return {
        left: holding.available,
        average: printPrice(averageCost(holding.cost, holding.available)),
      }
    }
    const { average } = await held()
    const sellSome = async (units: bigint): Promise<void> => {
      await sell(ledger, fill(user, printQuantity(quantity(units)), '1.00'))
      expect((await held()).average).toBe(average)
    }
    for (let nth = 0; nth < 21; nth += 1) await sellSome((await held()).left / trade.part)
    // All but the smallest quantity there is.
    await sellSome((await held()).left - 1n)
    expect((await auditLedger(ledger, { username: user })).findings).toEqual([])
  })

  it('take the share of cost out with a sale and all of it with the last', async () => {
    const user = await newUser('100.00')
    await buy(ledger, fill(user, '3', '10.00'))
    await sell(ledger, fill(user, '1', '12.00'))
    expect(await readHolding(ledger, user, 'BTC')).toMatchObject({
      cost: parseBasis('20'),
      realized: parseBasis('2'),
    })
    await sell(ledger, fill(user, '2', '9.00'))
    expect(await readHolding(ledger, user, 'BTC')).toMatchObject({
      available: 0n,
      cost: 0n,
      realized: 0n,
    })
    expect(await available(user)).toBe('100.00')
  })

  it('refuse to sell what is not there', async () => {
    const user = await newUser('100.00')
    await expect(sell(ledger, fill(user, '1', '10.00'))).rejects.toMatchObject({
      code: 'INSUFFICIENT_HOLDINGS',
    })
    await buy(ledger, fill(user, '1', '10.00'))
    await expect(sell(ledger, fill(user, '1.00000001', '10.00'))).rejects.toMatchObject({
      code: 'INSUFFICIENT_HOLDINGS',
      message: expect.stringContaining('1.00000000'),
    })
  })

  it('never sell a holding twice: of 30 parallel sales exactly as many succeed as there is to sell', async () => {
    const user = await newUser('100.00')
    await buy(ledger, fill(user, '10', '10.00'))
    const outcomes = await Promise.allSettled(
      Array.from({ length: 30 }, () => sell(ledger, fill(user, '1', '10.00'))),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
    expect(await readHolding(ledger, user, 'BTC')).toMatchObject({ available: 0n, cost: 0n })
    expect(await available(user)).toBe('100.00')
  })

  it('fill once for one key, though the price has moved and the money is gone', async () => {
    const user = await newUser('10.00')
    const first = await buy(ledger, fill(user, '1', '10.00', 'k'))
    const again = await buy(ledger, fill(user, '1', '11.00', 'k'))
    expect(again).toEqual({ order: first.order, replayed: true })
    await expect(buy(ledger, fill(user, '2', '1.00', 'k'))).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    })
  })

  it('are listed newest first in pages that neither repeat nor miss one', async () => {
    const user = await newUser('100.00')
    const placed: string[] = []
    for (let i = 0; i < 7; i += 1)
      placed.unshift((await buy(ledger, fill(user, '1', '1.00'))).order.order_id)
    const seen: string[] = []
    let before: string | undefined
    do {
      const page = await readOrders(ledger, user, { limit: 3, before })
      seen.push(...page.orders.map(({ order_id }) => order_id))
      before = page.next
    } while (before !== undefined)
    expect(seen).toEqual(placed.toSorted().toReversed())
  })

  it('belong to their user: another one finds nothing under the same id', async () => {
    const [owner, other] = [await newUser('10.00'), await newUser('10.00')]
    const { order } = await buy(ledger, fill(owner, '1', '1.00'))
    await expect(readOrder(ledger, other, order.order_id)).rejects.toMatchObject({
      code: 'ORDER_NOT_FOUND',
    })
  })
})

describe('whatever is done', () => {
  const act = fc.record({
    kind: fc.constantFrom('deposit', 'withdraw', 'buy', 'sell'),
    cents: fc.bigInt({ min: 1n, max: 50_000n }),
    units: fc.bigInt({ min: 1n, max: 500_000_000n }),
    price: fc.bigInt({ min: 1n, max: 20n * 10n ** 12n }),
    key: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }),
  })

  it('every balance and holding is what the journal adds up to, and none is below zero', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 15 }), async (acts) => {
        const user = await newUser('100.00')
        await Promise.allSettled(
          acts.map(async ({ kind, cents, units, price: at, key }) => {
            if (kind === 'deposit') return await deposit(user, printCash(cash(cents)), key)
            if (kind === 'withdraw') return await withdraw(user, printCash(cash(cents)), key)
            const { intent } = fill(user, '1', '1', key)
            const order = {
              intent: { ...intent, quantity: quantity(units), request: `${kind} ${units}` },
              at: { ...fill(user, '1', '1').at, price: price(at) },
            }
            return kind === 'buy' ? await buy(ledger, order) : await sell(ledger, order)
          }),
        )
        expect((await auditLedger(ledger, { username: user })).findings).toEqual([])
      }),
      { numRuns: 40 },
    )
  })
})
