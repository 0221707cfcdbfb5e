/**
 * What each service may do with each table: its permissions in AWS are made of this, and the end-to-end
 * tests run with these and no others. A transaction needs the permission of each of its items.
 */
export const TABLE_ACTIONS = [
  'BatchGetItem',
  'BatchWriteItem',
  'ConditionCheckItem',
  'DeleteItem',
  'DescribeTable',
  'GetItem',
  'PutItem',
  'Query',
  'Scan',
  'UpdateItem',
] as const

export type TableAction = (typeof TABLE_ACTIONS)[number]
export type TableUser = 'user-service' | 'order-service' | 'inventory-service' | 'gateway'

export const TABLE_ACCESS: Readonly<
  Record<string, Partial<Record<TableUser, readonly TableAction[]>>>
> = {
  users: {
    'user-service': ['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
  },
  ledger: {
    'user-service': ['DescribeTable', 'GetItem', 'PutItem', 'Query', 'UpdateItem'],
    // Scan: the audit that goes round all accounts.
    'order-service': ['DescribeTable', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'],
  },
  'open-orders': {
    // Of demo accounts that have expired.
    'user-service': ['DeleteItem'],
    'order-service': ['DeleteItem', 'PutItem', 'Query'],
  },
  'portfolio-days': { 'user-service': ['Query'], 'order-service': ['PutItem', 'Query'] },
  revocations: {
    'user-service': ['PutItem', 'Query'],
    'order-service': ['Query'],
    'inventory-service': ['Query'],
  },
  'security-events': {
    'user-service': ['PutItem', 'Query'],
    'inventory-service': ['PutItem'],
  },
  market: {
    'inventory-service': [
      'BatchWriteItem',
      'DeleteItem',
      'DescribeTable',
      'GetItem',
      'PutItem',
      'Query',
      'UpdateItem',
    ],
  },
}

/**
 * Deletions in tables from which nothing else is deleted: expired demo accounts, whose partitions look like no other's.
 * `?` is any one character, as in a policy of AWS.
 */
export const DEMO_DELETIONS = {
  service: 'user-service',
  tables: ['ledger', 'portfolio-days'],
  partitions: 'USER#demo_????????????',
} as const satisfies {
  readonly service: TableUser
  readonly tables: readonly string[]
  readonly partitions: string
}
