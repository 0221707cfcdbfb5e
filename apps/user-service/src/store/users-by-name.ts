import { BatchGetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb'
import type { Database } from '@cnop/common/dynamodb/client'
import { USERS } from '@cnop/common/dynamodb/tables'
import { sendWhole } from '@cnop/common/dynamodb/whole-batch'

import type { StoredUser, UserStore } from '#src/domain/user'
import { DIRECTORY, PROFILE_KEY, UserItem, userPartition } from '#src/store/user-item'

/** Up to `limit` users in the order of their names: the names from the directory, then their profiles. */
export const usersByName = async (
  database: Database,
  { prefix, after, limit }: Parameters<UserStore['list']>[0],
): Promise<StoredUser[]> => {
  const { documents, tableName } = database
  // `!` comes before and `{` after everything that a name can go on with.
  // DynamoDB refuses an empty text as a bound.
  const lowest = prefix === '' ? '!' : prefix
  const first = after === undefined || after < prefix ? lowest : `${after}!`
  const last = `${prefix}{`
  if (first > last) return []
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableName(USERS.name),
      KeyConditionExpression: 'pk = :directory AND sk BETWEEN :first AND :last',
      ExpressionAttributeValues: { ':directory': DIRECTORY, ':first': first, ':last': last },
      Limit: limit,
      ConsistentRead: true,
    }),
  )
  const names = Items.map(({ sk }) => String(sk))
  const profiles = new Map((await profilesOf(database, names)).map((user) => [user.username, user]))
  return names.flatMap((name) => profiles.get(name) ?? [])
}

/** Most that one request may ask for. */
const BATCH = 100

const profilesOf = async (
  { documents, tableName }: Database,
  usernames: readonly string[],
): Promise<StoredUser[]> => {
  const table = tableName(USERS.name)
  const found: StoredUser[] = []
  const read = async (keys: readonly Record<string, unknown>[]) => {
    const { Responses, UnprocessedKeys } = await documents.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys: [...keys], ConsistentRead: true } } }),
    )
    found.push(...(Responses?.[table] ?? []).map((item) => UserItem.parse(item)))
    return UnprocessedKeys?.[table]?.Keys ?? []
  }
  const keys = usernames.map((username) => ({ pk: userPartition(username), sk: PROFILE_KEY }))
  for (let at = 0; at < keys.length; at += BATCH) await sendWhole(keys.slice(at, at + BATCH), read)
  return found
}
