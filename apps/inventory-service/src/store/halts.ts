import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import type { Database } from '@cnop/common/dynamodb/client'
import { MARKET } from '@cnop/common/dynamodb/tables'

import type { HaltStore } from '#src/domain/halts'
import { CONTROL, haltKey } from '#src/store/market-item'

export const dynamoHalts = ({ documents, tableName }: Database): HaltStore => {
  const TableName = tableName(MARKET.name)
  return {
    async halt(assetId, halt) {
      await documents.send(
        new PutCommand({ TableName, Item: { pk: CONTROL, sk: haltKey(assetId), ...halt } }),
      )
    },
    async resume(assetId) {
      await documents.send(
        new DeleteCommand({ TableName, Key: { pk: CONTROL, sk: haltKey(assetId) } }),
      )
    },
  }
}
