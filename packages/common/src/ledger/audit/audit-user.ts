import { ZERO_CASH, plus, type Cash } from '@cnop/money/scaled'
import { printCash, printQuantity } from '@cnop/money/text'
import { costOf, proceedsOf } from '@cnop/money/trade'

import {
  isPurchase,
  type CashItem,
  type EntryItem,
  type HoldingItem,
  type OrderItem,
  type UsedQuoteItem,
} from '../items.ts'
import { ORDER_PREFIX, guardOf } from '../keys.ts'
import { sealOf } from '../seal.ts'
import { inSlices } from './in-slices.ts'
import { replay, type Replayed } from './replay.ts'

/** Everything the ledger keeps of one user. */
export type Partition = {
  readonly cash: CashItem | undefined
  readonly holdings: readonly HoldingItem[]
  readonly entries: readonly EntryItem[]
  readonly orders: readonly OrderItem[]
  readonly usedQuotes: readonly UsedQuoteItem[]
  /** Orders that wait and are not in the book, so that no price would find them. */
  readonly notInBook: readonly OrderItem[]
  /** Items that are not of the form they must have. */
  readonly unreadable: readonly { readonly item: string; readonly problem: string }[]
}

/** Something that is not what the journal says. */
export type Finding = {
  readonly username: string
  /** Which item: its sort key. */
  readonly item: string
  readonly field: string
  readonly stored: string
  readonly expected: string
}

export type UserAudit = { readonly findings: readonly Finding[]; readonly replayed: Replayed }

/** Adds one user's journal up and compares it with every balance and holding, to the last digit. */
export const auditUser = async (username: string, partition: Partition): Promise<UserAudit> => {
  const replayed = replay(partition.entries, partition.orders)
  const differences = [
    ...cashDifferences(partition.cash, replayed),
    ...holdingDifferences(partition.holdings, replayed),
    ...(await inSlices(partition.entries, sealDifference)),
    ...(await inSlices(partition.orders, orderDifferences)),
    ...duplicates([...partition.entries, ...partition.orders]),
    ...quoteDifferences(partition),
    ...partition.notInBook.map(({ sk }) => ({
      item: sk,
      field: 'open-orders',
      stored: 'missing',
      expected: 'in the book while it waits',
    })),
    ...partition.unreadable.map(({ item, problem }) => ({
      item,
      field: 'item',
      stored: problem,
      expected: 'a readable item',
    })),
  ]
  return { findings: differences.map((difference) => ({ username, ...difference })), replayed }
}

type Difference = Omit<Finding, 'username'>

/** A finding, or none when both print alike. */
const compare = (item: string, field: string, stored: string, expected: string): Difference[] =>
  stored === expected ? [] : [{ item, field, stored, expected }]

const notNegative = (item: string, field: string, units: bigint): Difference[] =>
  units >= 0n ? [] : [{ item, field, stored: String(units), expected: 'not below zero' }]

const cashDifferences = (cash: CashItem | undefined, replayed: Replayed): Difference[] => {
  if (cash === undefined)
    return [{ item: 'CASH', field: 'item', stored: 'missing', expected: 'a balance' }]
  return [
    ...compare('CASH', 'available', printCash(cash.available), printCash(replayed.available)),
    ...compare('CASH', 'held', printCash(cash.held), printCash(replayed.held)),
    ...compare('CASH', 'entries', String(cash.entries), String(replayed.entries)),
    ...notNegative('CASH', 'available', cash.available),
  ]
}

const holdingDifferences = (holdings: readonly HoldingItem[], replayed: Replayed): Difference[] => {
  const stored = new Map(holdings.map((holding) => [holding.asset_id, holding]))
  const missing = [...replayed.holdings.keys()].filter((assetId) => !stored.has(assetId))
  return [
    ...missing.map((assetId) => ({
      item: `ASSET#${assetId}`,
      field: 'item',
      stored: 'missing',
      expected: 'a holding',
    })),
    ...holdings.flatMap((holding) => holdingDifference(holding, replayed)),
  ]
}

const holdingDifference = (holding: HoldingItem, { holdings }: Replayed): Difference[] => {
  const item = holding.sk
  const expected = holdings.get(holding.asset_id)
  if (expected === undefined)
    return [{ item, field: 'item', stored: 'there', expected: 'no holding without a trade' }]
  return [
    ...compare(
      item,
      'available + held',
      printQuantity(plus(holding.available, holding.held)),
      printQuantity(expected.quantity),
    ),
    ...compare(item, 'held', printQuantity(holding.held), printQuantity(expected.held)),
    ...compare(item, 'cost', printCash(holding.cost), printCash(expected.cost)),
    ...compare(item, 'realized', printCash(holding.realized), printCash(expected.realized)),
    ...notNegative(item, 'available', holding.available),
    ...notNegative(item, 'cost', holding.cost),
  ]
}

const sealDifference = (item: EntryItem | OrderItem): Difference[] =>
  compare(item.sk, 'seal', item.seal, sealOf(item))

const orderDifferences = (order: OrderItem): Difference[] => {
  const guard =
    order.client_order_id === undefined
      ? order.sk
      : `${ORDER_PREFIX}${guardOf('order', order.client_order_id)}`
  return [
    ...sealDifference(order),
    ...compare(order.sk, 'total', printCash(order.total), printCash(expectedTotal(order))),
    ...compare(order.sk, 'hold', printed(order.hold), printed(expectedHold(order))),
    ...compare(order.sk, 'idempotency guard', order.sk, guard),
  ]
}

/** A quote is used up by an order that is there, in the same transaction. */
const quoteDifferences = ({ usedQuotes, orders }: Partition): Difference[] => {
  const ids = new Set(orders.map(({ order_id }) => order_id))
  return usedQuotes
    .filter(({ order_id }) => !ids.has(order_id))
    .map(({ sk, order_id }) => ({
      item: sk,
      field: 'order_id',
      stored: order_id,
      expected: 'an order of this account',
    }))
}

const printed = (amount: Cash | undefined): string =>
  amount === undefined ? 'none' : printCash(amount)

/** By the rule of rounding; nothing for an order that has not filled. */
const expectedTotal = (order: OrderItem): Cash => {
  if (order.status !== 'completed' || order.executed_price === undefined) return ZERO_CASH
  const total = isPurchase(order) ? costOf : proceedsOf
  return total(order.executed_quantity, order.executed_price)
}

/** A purchase that waited has held its cost at the limit. */
const expectedHold = (order: OrderItem): Cash | undefined =>
  order.hold === undefined || order.limit_price === undefined
    ? undefined
    : costOf(order.quantity, order.limit_price)

/** The same public id under two keys would be one act done twice. */
const duplicates = (items: readonly (EntryItem | OrderItem)[]): Difference[] => {
  const seen = new Set<string>()
  return items.flatMap(({ sk, at }) => {
    if (seen.has(at)) return [{ item: sk, field: 'at', stored: at, expected: 'only once' }]
    seen.add(at)
    return []
  })
}
