import { DEMO_DELETIONS, TABLE_ACCESS } from '@cnop/common/dynamodb/table-access'
import { tables } from '@cnop/common/dynamodb/tables'

/** `terraform/generated/tables.json`: the tables, and what each service may do with each, for Terraform. */
export const tablesJson = (): string =>
  `${JSON.stringify(
    tables.map(({ name, partitionKey, sortKey, localIndexes, timeToLive = null }) => ({
      name,
      partitionKey,
      sortKey,
      localIndexes,
      timeToLive,
      access: TABLE_ACCESS[name] ?? {},
      demoDeletions: demoDeletionsIn(name),
    })),
    undefined,
    2,
  )}\n`

/** The service that deletes expired demo accounts from a table, and their partitions. */
const demoDeletionsIn = (table: string) => {
  const { service, tables: of, partitions } = DEMO_DELETIONS
  return of.some((name) => name === table) ? { service, partitions } : null
}
