import { createHash } from 'node:crypto'

/**
 * Keys of the ledger table. One partition a user:
 *
 * | sk                | item                                             | at (index by-time) |
 * | ----------------- | ------------------------------------------------ | ------------------ |
 * | `CASH`            | the dollar balance                               |                    |
 * | `ASSET#<id>`      | a holding                                        |                    |
 * | `ENTRY#<guard>`   | a journal entry: deposit, withdrawal, ...        | `ENTRY#<ULID>`     |
 * | `ORDER#<guard>`   | an order; completed at once, its own journal entry | `ORDER#<ULID>`   |
 * | `QUOTE#<nonce>`   | a quote that was used, kept for a day            |                    |
 *
 * The guard makes an act happen once: derived from the client's key when there is one, else unique. The
 * public id is the ULID, found through the index.
 */
export const userPartition = (username: string): string => `USER#${username}`

/** Whose partition it is. */
export const usernameIn = (partition: string): string => partition.slice('USER#'.length)

export const CASH_KEY = 'CASH'

export const ASSET_PREFIX = 'ASSET#'
export const ENTRY_PREFIX = 'ENTRY#'
export const ORDER_PREFIX = 'ORDER#'

export const QUOTE_PREFIX = 'QUOTE#'

export const quoteKey = (nonce: string): string => `${QUOTE_PREFIX}${nonce}`

/** Where a fill stands among the trades of its asset. */
export const tradedKey = (assetId: string, fillId: string): string => `${assetId}#${fillId}`

export const assetKey = (assetId: string): string => `${ASSET_PREFIX}${assetId}`

/**
 * The guard of an act: the same act and client key give the same guard, whoever computes it and when.
 * Hashed, because a client key may hold any printable character and be 255 long.
 */
export const guardOf = (act: string, clientKey: string): string =>
  createHash('sha256').update(`${act}\n${clientKey}`).digest('base64url')
