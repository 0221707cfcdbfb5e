import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { Database } from '@cnop/common/dynamodb/client'
import { integerField } from '@cnop/common/dynamodb/fields'
import { USERS } from '@cnop/common/dynamodb/tables'
import { KeyScope } from '@cnop/contracts/endpoint'
import { z } from 'zod'

import type { ApiKeyStore, StoredKey } from '#src/domain/api-key'
import { deleteCountedKey, putCountedKey } from '#src/store/counted-api-keys'
import { API_KEY_PREFIX, apiKeyKey, userPartition } from '#src/store/user-item'

const KeyItem = z.object({
  sk: z.string(),
  name: z.string(),
  scopes: z.array(KeyScope),
  secret_hash: z.string(),
  created_at: z.string(),
  last_used_at: z.string().optional(),
  /** Where TTL looks: a key that has expired goes by itself. */
  expires_at: integerField,
})

export const dynamoApiKeyStore = (database: Database): ApiKeyStore => {
  const { documents, tableName } = database
  const TableName = tableName(USERS.name)
  const keyOf = (username: string, keyId: string) => ({
    pk: userPartition(username),
    sk: apiKeyKey(keyId),
  })

  const list = async (username: string): Promise<StoredKey[]> => {
    const { Items = [] } = await documents.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :user AND begins_with(sk, :key)',
        ExpressionAttributeValues: { ':user': userPartition(username), ':key': API_KEY_PREFIX },
        ScanIndexForward: false,
        ConsistentRead: true,
      }),
    )
    return Items.map((item) => storedKey(username, item))
  }

  return {
    async create(key, limit) {
      const { username, keyId } = key
      const item = { ...keyOf(username, keyId), ...itemOf(key) }
      const keys = async () => await list(username)
      return await putCountedKey(database, username, { item, keyId, list: keys }, limit)
    },

    async find(username, keyId) {
      const Key = keyOf(username, keyId)
      const { Item } = await documents.send(
        new GetCommand({ TableName, Key, ConsistentRead: true }),
      )
      return Item === undefined ? undefined : storedKey(username, Item)
    },

    list,

    async remove(username, keyId) {
      await deleteCountedKey(database, username, keyOf(username, keyId), keyId)
    },

    async noteUse({ username, keyId }, now, unlessSince) {
      try {
        await documents.send(
          new UpdateCommand({ TableName, Key: keyOf(username, keyId), ...use(now, unlessSince) }),
        )
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error
      }
    },
  }
}

const use = (now: string, unlessSince: string) => ({
  UpdateExpression: 'SET last_used_at = :now',
  ConditionExpression:
    'attribute_exists(pk) AND (attribute_not_exists(last_used_at) OR last_used_at < :since)',
  ExpressionAttributeValues: { ':now': now, ':since': unlessSince },
})

const itemOf = (key: StoredKey) => ({
  name: key.name,
  scopes: key.scopes,
  secret_hash: key.secretHash,
  created_at: key.createdAt,
  expires_at: key.expiresAt,
})

const storedKey = (username: string, stored: Record<string, unknown>): StoredKey => {
  const item = KeyItem.parse(stored)
  return {
    username,
    keyId: item.sk.slice(API_KEY_PREFIX.length),
    name: item.name,
    scopes: item.scopes,
    secretHash: item.secret_hash,
    createdAt: item.created_at,
    lastUsedAt: item.last_used_at,
    expiresAt: item.expires_at,
  }
}
