import { minus, type Basis, type Quantity } from '@cnop/money/scaled'
import { toBasis } from '@cnop/money/trade'
import { z } from 'zod'

import { basisField, quantityField } from '../dynamodb/fields.ts'
import type { HoldingItem, OrderItem } from './items.ts'
import { assetKey } from './keys.ts'
import type { WriteItem } from './writes.ts'

const encodedBasis = (amount: Basis) => z.encode(basisField, amount)
const encodedQuantity = (amount: Quantity) => z.encode(quantityField, amount)

/** Adds a purchase: sums that need no look at what is there, so it makes a first holding too. */
export const addToHolding = (table: string, order: OrderItem): WriteItem => ({
  Update: {
    TableName: table,
    Key: { pk: order.pk, sk: assetKey(order.asset_id) },
    UpdateExpression:
      'SET asset_id = :asset, updated_at = :now ADD available :quantity, cost :cost, held :none, realized :none',
    ExpressionAttributeValues: {
      ':asset': order.asset_id,
      ':now': order.updated_at,
      ':quantity': encodedQuantity(order.executed_quantity),
      ':cost': encodedBasis(toBasis(order.total)),
      ':none': 0,
    },
  },
})

/** The part of a holding that a sale takes from, which must still be as it was seen. */
export type SaleOf = {
  readonly seen: HoldingItem
  /** An order that waited has its quantity set aside. */
  readonly from: 'available' | 'held'
  readonly costSold: Basis
}

/** Takes a sale out of a holding, which must still be as `seen`: the cost that leaves depends on it. */
export const takeFromHolding = (
  table: string,
  order: OrderItem,
  { seen, from, costSold }: SaleOf,
): WriteItem => ({
  Update: {
    TableName: table,
    Key: { pk: seen.pk, sk: seen.sk },
    UpdateExpression: `SET updated_at = :now, ${from} = ${from} - :quantity, cost = cost - :costSold, realized = realized + :profit`,
    ConditionExpression: 'available = :seenAvailable AND held = :seenHeld AND cost = :seenCost',
    ExpressionAttributeValues: {
      ':now': order.updated_at,
      ':quantity': encodedQuantity(order.executed_quantity),
      ':costSold': encodedBasis(costSold),
      ':profit': encodedBasis(minus(toBasis(order.total), costSold)),
      ':seenAvailable': encodedQuantity(seen.available),
      ':seenHeld': encodedQuantity(seen.held),
      ':seenCost': encodedBasis(seen.cost),
    },
  },
})

/** Sets a quantity aside for an order that waits, if that much is available. */
export const holdQuantity = (table: string, order: OrderItem): WriteItem =>
  moveQuantity(table, order, 'available', 'held')

/** Gives back what an order had set aside. */
export const releaseQuantity = (table: string, order: OrderItem): WriteItem =>
  moveQuantity(table, order, 'held', 'available')

const moveQuantity = (
  table: string,
  order: OrderItem,
  from: 'available' | 'held',
  to: 'available' | 'held',
): WriteItem => ({
  Update: {
    TableName: table,
    Key: { pk: order.pk, sk: assetKey(order.asset_id) },
    UpdateExpression: `SET updated_at = :now, ${from} = ${from} - :quantity, ${to} = ${to} + :quantity`,
    ConditionExpression: `${from} >= :quantity`,
    ExpressionAttributeValues: {
      ':now': order.updated_at,
      ':quantity': encodedQuantity(order.quantity),
    },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
})
