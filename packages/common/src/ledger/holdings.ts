import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import { BalanceNotFound } from '@cnop/contracts/domain-errors'

import { LEDGER } from '../dynamodb/tables.ts'
import { CashItem, HoldingItem } from './items.ts'
import { ASSET_PREFIX, CASH_KEY, assetKey, userPartition } from './keys.ts'
import type { Ledger } from './ledger.ts'

/** @throws {AppError} BALANCE_NOT_FOUND when the user has no account. */
export const readCash = async (ledger: Ledger, username: string): Promise<CashItem> => {
  const item = await getItem(ledger, username, CASH_KEY)
  if (item === undefined) throw new BalanceNotFound()
  return CashItem.parse(item)
}

/** The holding of one asset; `undefined` if there never was one. */
export const readHolding = async (
  ledger: Ledger,
  username: string,
  assetId: string,
): Promise<HoldingItem | undefined> => {
  const item = await getItem(ledger, username, assetKey(assetId))
  return item === undefined ? undefined : HoldingItem.parse(item)
}

const getItem = async ({ database }: Ledger, username: string, sk: string) => {
  const { Item } = await database.documents.send(
    new GetCommand({
      TableName: database.tableName(LEDGER.name),
      Key: { pk: userPartition(username), sk },
      ConsistentRead: true,
    }),
  )
  return Item
}

export type Account = { readonly cash: CashItem; readonly holdings: HoldingItem[] }

/**
 * The balance and all holdings in one strongly consistent Query (`ASSET#...` and `CASH` are neighbours).
 * Holdings that were sold in full stay in the list, for the profit they realized.
 * @throws {AppError} BALANCE_NOT_FOUND when the user has no account.
 */
export const readAccount = async (ledger: Ledger, username: string): Promise<Account> => {
  const { database } = ledger
  const { Items = [] } = await database.documents.send(
    new QueryCommand({
      TableName: database.tableName(LEDGER.name),
      KeyConditionExpression: 'pk = :user AND sk BETWEEN :first AND :last',
      ExpressionAttributeValues: {
        ':user': userPartition(username),
        ':first': ASSET_PREFIX,
        ':last': CASH_KEY,
      },
      ConsistentRead: true,
    }),
  )
  const cash = Items.find((item) => item['sk'] === CASH_KEY)
  if (cash === undefined) throw new BalanceNotFound()
  return {
    cash: CashItem.parse(cash),
    holdings: Items.filter((item) => item !== cash).map((item) => HoldingItem.parse(item)),
  }
}
