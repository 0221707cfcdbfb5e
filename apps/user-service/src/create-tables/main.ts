/**
 * Creates the tables that are missing on a DynamoDB-compatible engine, and ends: what a composed stack or
 * a cluster without AWS runs before the services. In AWS tables are made by Terraform, which alone may.
 */
import { connectDatabase } from '@cnop/common/dynamodb/client'
import { dynamoDbSettings } from '@cnop/common/dynamodb/config'
import { createTables } from '@cnop/common/dynamodb/create-tables'
import { readSettings } from '@cnop/common/http/settings'

const settings = readSettings(dynamoDbSettings, process.env)
if (settings.DYNAMODB_ENDPOINT === '' || settings.DYNAMODB_ENDPOINT === 'aws') {
  process.stderr.write('Set DYNAMODB_ENDPOINT: tables in AWS are made by Terraform.\n')
  process.exit(1)
}
const database = await connectDatabase(settings)
await createTables(database.documents, settings.DYNAMODB_TABLE_PREFIX)
database.close()
process.stdout.write('tables are there\n')
