import { randomUUID } from 'node:crypto'

import { inject } from 'vitest'

import { connectDatabase, type Database } from '../dynamodb/client.ts'
import { dynamoDbSettings } from '../dynamodb/config.ts'
import { createTables } from '../dynamodb/create-tables.ts'
import { readSettings } from '../http/settings.ts'
import './provided-context.ts'

/**
 * The real engine with tables of this caller's own, so that test files cannot see each other's data.
 * `endpoint`: something between here and the engine.
 */
export const testDatabase = async (endpoint = inject('dynamodbEndpoint')): Promise<Database> => {
  const prefix = `test_${randomUUID().slice(0, 8)}_`
  const database = await connectDatabase(
    readSettings(dynamoDbSettings, {
      DYNAMODB_ENDPOINT: endpoint,
      DYNAMODB_TABLE_PREFIX: prefix,
    }),
  )
  refuseEmptyKeys(database)
  await createTables(database.documents, prefix)
  return database
}

/** The real service refuses empty texts in key conditions; the embedded engine does not. */
const refuseEmptyKeys = ({ documents }: Database): void =>
  documents.middlewareStack.add(
    (next) => async (args) => {
      const { input } = args
      const isQuery = 'KeyConditionExpression' in input && 'ExpressionAttributeValues' in input
      const empty = Object.entries((isQuery && input.ExpressionAttributeValues) || {})
        .filter(([, value]) => value === '')
        .map(([name]) => name)
      if (isQuery && empty.some((name) => input.KeyConditionExpression?.includes(name)))
        throw new Error('an empty text is no key to the real DynamoDB')
      return await next(args)
    },
    { step: 'initialize', name: 'refuseEmptyKeys' },
  )
