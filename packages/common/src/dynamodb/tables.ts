/**
 * The tables, as data: the one definition that creates them locally and that infrastructure code is
 * checked against. All are on-demand; keys are strings.
 */
export type TableDefinition = {
  readonly name: string
  readonly partitionKey: string
  readonly sortKey: string
  /** Local secondary indexes: same partition key, strongly consistent, all attributes. */
  readonly localIndexes: readonly { readonly name: string; readonly sortKey: string }[]
  readonly timeToLive?: string
}

/** People, the email addresses they own, and their sessions. user-service alone reads and writes it. */
export const USERS = {
  name: 'users',
  partitionKey: 'pk',
  sortKey: 'sk',
  localIndexes: [],
  timeToLive: 'expires_at',
} as const satisfies TableDefinition

/**
 * Money and holdings: one partition a user, so that a portfolio is one Query and every act on it one
 * transaction. The sort key of a journal item is its idempotency guard; the first index puts them in time order,
 * the second has the filled orders of each asset, the third the orders that wait.
 * Only used quotes expire.
 */
export const LEDGER = {
  name: 'ledger',
  partitionKey: 'pk',
  sortKey: 'sk',
  localIndexes: [
    { name: 'by-time', sortKey: 'at' },
    { name: 'trades-of-asset', sortKey: 'traded' },
    { name: 'waiting', sortKey: 'waiting' },
  ],
  timeToLive: 'expires_at',
} as const satisfies TableDefinition

/** Limit orders that wait, by asset, side and price, so that a price finds those it meets and no other. */
export const OPEN_ORDERS = {
  name: 'open-orders',
  partitionKey: 'pk',
  sortKey: 'sk',
  localIndexes: [],
} as const satisfies TableDefinition

/**
 * What each account held and was worth at the end of each day, one partition a user. Computed once from
 * the ledger and kept, so that a value chart does not read a history from its beginning. Derived: whatever
 * is deleted here is computed again. order-service alone reads and writes it.
 */
export const PORTFOLIO_DAYS = {
  name: 'portfolio-days',
  partitionKey: 'pk',
  sortKey: 'sk',
  localIndexes: [],
} as const satisfies TableDefinition

/**
 * Whose access has ended lately: one partition, in time order, kept as long as a token can live.
 * user-service writes it; every service that takes tokens reads on in it once a second.
 */
export const REVOCATIONS = {
  name: 'revocations',
  partitionKey: 'pk',
  sortKey: 'sk',
  localIndexes: [],
  timeToLive: 'expires_at',
} as const satisfies TableDefinition

/**
 * What happened to people's accounts: each event once under its user and once under its month, by time.
 * user-service writes and reads it, inventory-service writes what administrators do there. Kept for a year.
 */
export const SECURITY_EVENTS = {
  name: 'security-events',
  partitionKey: 'pk',
  sortKey: 'sk',
  localIndexes: [],
  timeToLive: 'expires_at',
} as const satisfies TableDefinition

/** What the replicas of inventory-service share: who polls, the latest prices, halts, recorded candles. */
export const MARKET = {
  name: 'market',
  partitionKey: 'pk',
  sortKey: 'sk',
  localIndexes: [],
  timeToLive: 'expires_at',
} as const satisfies TableDefinition

export const tables: readonly TableDefinition[] = [
  USERS,
  LEDGER,
  OPEN_ORDERS,
  PORTFOLIO_DAYS,
  REVOCATIONS,
  SECURITY_EVENTS,
  MARKET,
]
