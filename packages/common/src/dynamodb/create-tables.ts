import {
  CreateTableCommand,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb'

import { tables, type TableDefinition } from './tables.ts'

/** Creates every table that is missing, with its index and TTL. Safe to repeat; for local engines. */
export const createTables = async (client: DynamoDBClient, prefix: string): Promise<void> => {
  await Promise.all(tables.map((table) => createTable(client, `${prefix}${table.name}`, table)))
}

const createTable = async (
  client: DynamoDBClient,
  name: string,
  table: TableDefinition,
): Promise<void> => {
  const attributes = [
    table.partitionKey,
    table.sortKey,
    ...table.localIndexes.map((index) => index.sortKey),
  ]
  const keys = (sortKey: string) => [
    { AttributeName: table.partitionKey, KeyType: 'HASH' as const },
    { AttributeName: sortKey, KeyType: 'RANGE' as const },
  ]
  try {
    await client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: attributes.map((attribute) => ({
          AttributeName: attribute,
          AttributeType: 'S',
        })),
        KeySchema: keys(table.sortKey),
        ...(table.localIndexes.length === 0
          ? {}
          : {
              LocalSecondaryIndexes: table.localIndexes.map((index) => ({
                IndexName: index.name,
                KeySchema: keys(index.sortKey),
                Projection: { ProjectionType: 'ALL' as const },
              })),
            }),
      }),
    )
  } catch (error) {
    if (error instanceof ResourceInUseException) return
    throw error
  }
  await waitUntilTableExists({ client, minDelay: 1, maxWaitTime: 30 }, { TableName: name })
  if (table.timeToLive === undefined) return
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName: name,
      TimeToLiveSpecification: { AttributeName: table.timeToLive, Enabled: true },
    }),
  )
}
