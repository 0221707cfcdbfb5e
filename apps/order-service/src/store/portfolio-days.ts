import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb'
import type { Database } from '@cnop/common/dynamodb/client'
import { cashField, growthField, priceField, quantityField } from '@cnop/common/dynamodb/fields'
import { PORTFOLIO_DAYS } from '@cnop/common/dynamodb/tables'
import { transact } from '@cnop/common/dynamodb/transact'
import { userPartition } from '@cnop/common/ledger/keys'
import { PriceBasis } from '@cnop/contracts/candles'
import { PriceSource } from '@cnop/contracts/inventory'
import { z } from 'zod'

import type { KeptDays } from '#src/domain/history/kept-days'
import type { ValuePoint } from '#src/domain/history/value-point'

/** `sk` is the moment the day ended: RFC 3339, UTC, so in the order of time. */
const DayItem = z.object({
  pk: z.string(),
  sk: z.string(),
  cash: cashField,
  paid_in: cashField,
  /** Missing where a price is. */
  growth: growthField.optional(),
  basis: PriceBasis,
  assets: z.record(
    z.string(),
    z.object({
      quantity: quantityField,
      price: priceField.optional(),
      source: PriceSource.optional(),
    }),
  ),
})

/** Days in one transaction. */
const AT_ONCE = 25

export const dynamoPortfolioDays = (database: Database): KeptDays => {
  const { documents, tableName } = database
  const TableName = tableName(PORTFOLIO_DAYS.name)

  const query = async (input: Omit<QueryCommandInput, 'TableName'>): Promise<ValuePoint[]> => {
    const points: ValuePoint[] = []
    let startKey: Record<string, unknown> | undefined
    do {
      const { Items = [], LastEvaluatedKey } = await documents.send(
        new QueryCommand({
          TableName,
          // Days are read again right after they were kept.
          ConsistentRead: true,
          ...input,
          ...(startKey === undefined ? {} : { ExclusiveStartKey: startKey }),
        }),
      )
      points.push(...Items.map((item) => pointOf(DayItem.parse(item))))
      startKey = input.Limit === undefined ? LastEvaluatedKey : undefined
    } while (startKey !== undefined)
    return points
  }

  return {
    latest: async (username, beforeMs) =>
      (
        await query({
          KeyConditionExpression: 'pk = :user AND sk <= :before',
          ExpressionAttributeValues: { ':user': userPartition(username), ':before': iso(beforeMs) },
          ScanIndexForward: false,
          Limit: 1,
        })
      ).at(0),

    between: async (username, fromMs, toMs) =>
      await query({
        KeyConditionExpression: 'pk = :user AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: {
          ':user': userPartition(username),
          ':from': iso(fromMs),
          ':to': iso(toMs),
        },
      }),

    // In order, each group whole: so the latest day there is tells that all before it are.
    keep: async (username, points) => {
      for (let first = 0; first < points.length; first += AT_ONCE) {
        const group = points.slice(first, first + AT_ONCE)
        await transact(
          database,
          group.map((point) => ({
            Put: { TableName, Item: z.encode(DayItem, itemOf(username, point)) },
          })),
        )
      }
    },
  }
}

const itemOf = (username: string, { atMs, cash, paidIn, growth, basis, assets }: ValuePoint) => ({
  pk: userPartition(username),
  sk: iso(atMs),
  cash,
  paid_in: paidIn,
  growth,
  basis,
  assets: Object.fromEntries(
    assets.map(({ assetId, quantity, price }) => [
      assetId,
      { quantity, price: price?.price, source: price?.source },
    ]),
  ),
})

const pointOf = ({
  sk,
  cash,
  paid_in,
  growth,
  basis,
  assets,
}: z.output<typeof DayItem>): ValuePoint => ({
  atMs: Date.parse(sk),
  cash,
  paidIn: paid_in,
  growth,
  basis,
  assets: Object.entries(assets).map(([assetId, { quantity, price, source }]) => ({
    assetId,
    quantity,
    price: price === undefined || source === undefined ? undefined : { price, source },
  })),
})

const iso = (ms: number): string => new Date(ms).toISOString()
