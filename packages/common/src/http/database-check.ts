import { DescribeTableCommand } from '@aws-sdk/client-dynamodb'

import type { Database } from '../dynamodb/client.ts'
import { LEDGER } from '../dynamodb/tables.ts'
import type { HealthCheck } from './health.ts'

/** Whether the database answers and has our tables. */
export const databaseCheck = (database: Database): HealthCheck => ({
  essential: true,
  run: async () => {
    try {
      await database.documents.send(
        new DescribeTableCommand({ TableName: database.tableName(LEDGER.name) }),
      )
    } catch (cause) {
      throw new Error('the database does not answer', { cause })
    }
  },
})
