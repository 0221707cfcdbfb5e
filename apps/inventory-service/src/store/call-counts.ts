import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { Database } from '@cnop/common/dynamodb/client'
import { integerField } from '@cnop/common/dynamodb/fields'
import { MARKET } from '@cnop/common/dynamodb/tables'
import { z } from 'zod'

import { CALLS } from '#src/store/market-item'

const KEPT_SECONDS = 100 * 86_400

/** Adds calls to those of a month, by all replicas. Returns how many there are. */
export type CountCalls = (month: string, calls: number) => Promise<number>

const CallsItem = z.object({ calls: integerField })

export const dynamoCallCounts =
  ({ documents, tableName }: Database): CountCalls =>
  async (month, calls) => {
    const { Attributes } = await documents.send(
      new UpdateCommand({
        TableName: tableName(MARKET.name),
        Key: { pk: CALLS, sk: month },
        UpdateExpression: 'SET expires_at = :expiry ADD calls :calls',
        ExpressionAttributeValues: {
          ':calls': calls,
          ':expiry': Math.floor(Date.now() / 1_000) + KEPT_SECONDS,
        },
        ReturnValues: 'ALL_NEW',
      }),
    )
    return CallsItem.parse(Attributes).calls
  }
