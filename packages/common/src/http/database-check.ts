import { DescribeTableCommand } from '@aws-sdk/client-dynamodb'

import type { Database } from '../dynamodb/client.ts'
import { LEDGER, type TableDefinition } from '../dynamodb/tables.ts'
import type { HealthCheck } from './health.ts'

/** Whether the database answers and has the table a service lives on. */
export const databaseCheck = (
  database: Database,
  table: TableDefinition = LEDGER,
): HealthCheck => ({
  essential: true,
  run: async () => {
    await database.documents.send(
      new DescribeTableCommand({ TableName: database.tableName(table.name) }),
    )
    return undefined
  },
})
