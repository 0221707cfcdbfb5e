import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { Database } from '@cnop/common/dynamodb/client'
import { MARKET } from '@cnop/common/dynamodb/tables'
import { z } from 'zod'

import { BACKFILLED } from '#src/store/market-item'

/** The assets whose past was asked of CoinGecko. */
export type BackfilledAssets = {
  read(): Promise<ReadonlySet<string>>
  add(assetId: string): Promise<void>
}

const Item = z.object({ assets: z.set(z.string()).default(new Set()) })

export const dynamoBackfilled = ({ documents, tableName }: Database): BackfilledAssets => {
  const TableName = tableName(MARKET.name)
  return {
    async read() {
      const { Item: item = {} } = await documents.send(
        new GetCommand({ TableName, Key: BACKFILLED, ConsistentRead: true }),
      )
      return Item.parse(item).assets
    },
    async add(assetId) {
      await documents.send(
        new UpdateCommand({
          TableName,
          Key: BACKFILLED,
          UpdateExpression: 'ADD assets :asset',
          ExpressionAttributeValues: { ':asset': new Set([assetId]) },
        }),
      )
    },
  }
}
