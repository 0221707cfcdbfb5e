import { BatchWriteCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { Database } from '@cnop/common/dynamodb/client'
import { integerField, priceField } from '@cnop/common/dynamodb/fields'
import { MARKET } from '@cnop/common/dynamodb/tables'
import { sendWhole } from '@cnop/common/dynamodb/whole-batch'
import { z } from 'zod'

import type { CandleOf, CandleStore, StoredCandle, StoredInterval } from '#src/domain/stored-candle'
import { candleKey, candlePartition } from '#src/store/market-item'

const DAY_SECONDS = 86_400
/** As long as a chart of a thousand such candles can ask for them, or longer. */
const KEPT_SECONDS: Readonly<Record<StoredInterval, number>> = {
  '1m': 4 * DAY_SECONDS,
  '1h': 45 * DAY_SECONDS,
  '1d': 1_100 * DAY_SECONDS,
}
/** DynamoDB's largest batch. */
const BATCH = 25

const Item = z.object({
  pk: z.string(),
  sk: z.string(),
  open: priceField,
  high: priceField,
  low: priceField,
  close: priceField,
  expires_at: integerField,
})

export const dynamoCandles = ({ documents, tableName }: Database): CandleStore => {
  const TableName = tableName(MARKET.name)

  /** @returns those that are left over. */
  const put = async (items: readonly object[]): Promise<readonly object[]> => {
    const requests = items.map((item) => ({ PutRequest: { Item: { ...item } } }))
    const { UnprocessedItems = {} } = await documents.send(
      new BatchWriteCommand({ RequestItems: { [TableName]: requests } }),
    )
    return (UnprocessedItems[TableName] ?? []).flatMap(({ PutRequest }) => PutRequest?.Item ?? [])
  }

  return {
    async read(assetId, interval, { fromMs, toMs }) {
      const candles: StoredCandle[] = []
      let after: Record<string, unknown> | undefined
      do {
        const page = await documents.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :last',
            ExpressionAttributeValues: {
              ':pk': candlePartition(assetId, interval),
              ':from': candleKey(fromMs),
              ':last': candleKey(toMs - 1),
            },
            ...(after === undefined ? {} : { ExclusiveStartKey: after }),
          }),
        )
        candles.push(...(page.Items ?? []).map((item) => candleIn(item)))
        after = page.LastEvaluatedKey
      } while (after !== undefined)
      return candles
    },

    async write(interval, candles) {
      const items = candles.map((each) => itemOf(interval, each))
      for (let at = 0; at < items.length; at += BATCH)
        await sendWhole(items.slice(at, at + BATCH), put)
    },
  }
}

const candleIn = (item: unknown): StoredCandle => {
  const { sk, open, high, low, close } = Item.parse(item)
  return { startMs: Date.parse(sk), open, high, low, close }
}

const itemOf = (interval: StoredInterval, { assetId, candle }: CandleOf): z.input<typeof Item> => {
  const { startMs, ...figures } = candle
  return z.encode(Item, {
    pk: candlePartition(assetId, interval),
    sk: candleKey(startMs),
    ...figures,
    expires_at: Math.floor(startMs / 1_000) + KEPT_SECONDS[interval],
  })
}
