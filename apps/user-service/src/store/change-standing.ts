import type { Database } from '@cnop/common/dynamodb/client'
import { USERS } from '@cnop/common/dynamodb/tables'
import { transact } from '@cnop/common/dynamodb/transact'
import { LastAdministrator, UserNotFound } from '@cnop/contracts/domain-errors'
import { AppError } from '@cnop/contracts/errors'

import type { Standing, StoredUser } from '#src/domain/user'
import { ACTIVE_KEY, ADMINS, PROFILE_KEY, userPartition } from '#src/store/user-item'

type WriteItems = Parameters<typeof transact>[1]

/** Each attempt but the last saw a profile that another request changed before it was written. */
const MAX_ATTEMPTS = 5

/** Position in the transaction. */
const PROFILE = 0

const isActiveAdmin = ({ role, status }: Standing): boolean =>
  role === 'admin' && status === 'active'

/**
 * Changes role or status, in one transaction with the item that counts the active administrators, so that
 * one always remains. Applied twice it changes nothing more: the count is a set of names, and the profile is
 * written only while it is as it was read.
 * @throws {AppError} USER_NOT_FOUND, LAST_ADMINISTRATOR, TRY_AGAIN
 */
export const changeStanding = async (
  database: Database,
  find: (username: string) => Promise<StoredUser | undefined>,
  { username, now, ...change }: Partial<Standing> & { username: string; now: string },
): Promise<void> => {
  const table = database.tableName(USERS.name)
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const before = await find(username)
    if (before === undefined) throw new UserNotFound()
    const after = { ...before, ...change }
    const refusals = await transact(database, [
      profileUpdate(table, before, after, now),
      ...administratorUpdates(table, before, after),
    ])
    if (refusals.length === 0) return
    if (!refusals.some(({ index }) => index === PROFILE)) throw new LastAdministrator()
  }
  throw new AppError('TRY_AGAIN', 'The account was changed by another request. Try again.')
}

const profileUpdate = (
  TableName: string,
  before: StoredUser,
  after: StoredUser,
  now: string,
): WriteItems[number] => ({
  Update: {
    TableName,
    Key: { pk: userPartition(before.username), sk: PROFILE_KEY },
    UpdateExpression: 'SET #role = :role, #status = :status, updated_at = :now',
    ConditionExpression: '#role = :was_role AND #status = :was_status',
    ExpressionAttributeNames: { '#role': 'role', '#status': 'status' },
    ExpressionAttributeValues: {
      ':role': after.role,
      ':status': after.status,
      ':was_role': before.role,
      ':was_status': before.status,
      ':now': now,
    },
  },
})

/** None when this is about someone who is not and does not become an active administrator. */
const administratorUpdates = (
  TableName: string,
  before: StoredUser,
  after: StoredUser,
): WriteItems => {
  const Key = { pk: ADMINS, sk: ACTIVE_KEY }
  const name = { ':name': new Set([before.username]) }
  if (isActiveAdmin(after))
    return [
      {
        Update: {
          TableName,
          Key,
          UpdateExpression: 'ADD usernames :name',
          ExpressionAttributeValues: name,
        },
      },
    ]
  if (!isActiveAdmin(before)) return []
  return [
    {
      Update: {
        TableName,
        Key,
        UpdateExpression: 'DELETE usernames :name',
        ConditionExpression: 'size(usernames) > :one',
        ExpressionAttributeValues: { ...name, ':one': 1 },
      },
    },
  ]
}
