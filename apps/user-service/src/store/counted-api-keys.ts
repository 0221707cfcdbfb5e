import type { Database } from '@cnop/common/dynamodb/client'
import { USERS } from '@cnop/common/dynamodb/tables'
import { transact } from '@cnop/common/dynamodb/transact'
import { z } from 'zod'

import type { ApiKeyStore, StoredKey } from '#src/domain/api-key'
import { updateProfile } from '#src/store/update-profile'
import { PROFILE_KEY, userPartition } from '#src/store/user-item'

/**
 * The profile counts a user's keys by their ids. A set rather than a number, because adding and removing an
 * id twice changes nothing, and because keys that TTL deletes can be told from those that are left.
 */
const CountedKeys = z.object({
  password_hash: z.string(),
  api_keys: z.set(z.string()).default(new Set()),
})

type Limit = Parameters<ApiKeyStore['create']>[1]

type NewItem = {
  readonly item: Record<string, unknown>
  readonly keyId: string
  readonly list: () => Promise<readonly StoredKey[]>
}

/** Puts a key where its user has room for it; keys that have expired make room. */
export const putCountedKey = async (
  database: Database,
  username: string,
  { item, keyId, list }: NewItem,
  limit: Limit,
): Promise<Awaited<ReturnType<ApiKeyStore['create']>>> => {
  const put = async () => await putOnce(database, username, { item, keyId }, limit)
  const first = await put()
  if (typeof first === 'string') return first
  const live = (await list()).filter(({ expiresAt }) => expiresAt * 1_000 > limit.now.getTime())
  const liveIds = new Set(live.map((key) => key.keyId))
  const expired = new Set([...first.counted].filter((id) => !liveIds.has(id)))
  if (expired.size === 0) return 'limit-reached'
  await updateProfile(database, username, uncount(expired))
  const second = await put()
  return typeof second === 'string' ? second : 'limit-reached'
}

/** Position of the key in the transaction. */
const KEY = 1

const putOnce = async (
  database: Database,
  username: string,
  { item, keyId }: Pick<NewItem, 'item' | 'keyId'>,
  { max, passwordHash }: Limit,
): Promise<'created' | 'password-changed' | { readonly counted: ReadonlySet<string> }> => {
  const TableName = database.tableName(USERS.name)
  const refusals = await transact(database, [
    {
      Update: {
        TableName,
        Key: { pk: userPartition(username), sk: PROFILE_KEY },
        ...count(keyId, max, passwordHash),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    },
    { Put: { TableName, Item: item, ConditionExpression: 'attribute_not_exists(pk)' } },
  ])
  // The id is of this request alone: a first attempt whose answer was lost has put it there.
  if (refusals.length === 0 || refusals.some(({ index }) => index === KEY)) return 'created'
  const { data: profile } = CountedKeys.safeParse(refusals[0]?.stored)
  if (profile?.password_hash !== passwordHash) return 'password-changed'
  return { counted: profile.api_keys }
}

/** Deletes a key and takes it off its user's count. Safe to repeat. */
export const deleteCountedKey = async (
  database: Database,
  username: string,
  key: { readonly pk: string; readonly sk: string },
  keyId: string,
): Promise<void> => {
  const TableName = database.tableName(USERS.name)
  await transact(database, [
    { Delete: { TableName, Key: key } },
    {
      Update: {
        TableName,
        Key: { pk: userPartition(username), sk: PROFILE_KEY },
        ...uncount(new Set([keyId])),
      },
    },
  ])
}

const count = (keyId: string, max: number, passwordHash: string) => ({
  UpdateExpression: 'ADD api_keys :key',
  ConditionExpression:
    'password_hash = :hash AND (attribute_not_exists(api_keys) OR size(api_keys) < :max)',
  ExpressionAttributeValues: { ':key': new Set([keyId]), ':max': max, ':hash': passwordHash },
})

const uncount = (keyIds: ReadonlySet<string>) => ({
  UpdateExpression: 'DELETE api_keys :keys',
  ConditionExpression: 'attribute_exists(pk)',
  ExpressionAttributeValues: { ':keys': keyIds },
})
