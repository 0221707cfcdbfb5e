import type { Database } from '@cnop/common/dynamodb/client'
import { USERS } from '@cnop/common/dynamodb/tables'
import { transact } from '@cnop/common/dynamodb/transact'
import { EmailTaken, UserNotFound } from '@cnop/contracts/domain-errors'
import { AppError } from '@cnop/contracts/errors'

import type { StoredUser, UserStore } from '#src/domain/user'
import { updateProfile, type ProfileUpdate } from '#src/store/update-profile'
import { EMAIL_KEY, PROFILE_KEY, emailPartition, userPartition } from '#src/store/user-item'

/** Changes of a user who is there; each is one write, or one transaction. */
export const userChanges = (
  database: Database,
): Pick<UserStore, 'changeProfile' | 'changeEmail' | 'changePasswordHash'> => ({
  async changeProfile(username, fields, now) {
    await setFields(database, username, { ...fields, updated_at: now })
  },

  async changeEmail(user, email, now) {
    const table = database.tableName(USERS.name)
    const refusals = await transact(database, emailChange(table, user, email, now))
    // A first attempt whose answer was lost has put this very name there.
    const taken = refusals.find(({ index }) => index === NEW_EMAIL)
    if (refusals.length === 0 || taken?.stored?.['username'] === user.username) return
    if (taken !== undefined) throw new EmailTaken()
    throw new AppError('TRY_AGAIN', 'The profile was changed by another request. Try again.')
  },

  async changePasswordHash({ username, from, to, now }) {
    const set = { password_hash: to, ...(now === undefined ? {} : { updated_at: now }) }
    const change = setting(set, { password_hash: from })
    // No one else can have made this hash: its salt is of this change.
    return await updateProfile(
      database,
      username,
      change,
      (stored) => stored['password_hash'] === to,
    )
  },
})

/** Position in the transaction. */
const NEW_EMAIL = 0

const emailChange = (
  TableName: string,
  { username, email: before }: StoredUser,
  email: string,
  now: string,
): Parameters<typeof transact>[1] => [
  {
    Put: {
      TableName,
      Item: { pk: emailPartition(email), sk: EMAIL_KEY, username },
      ConditionExpression: 'attribute_not_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  },
  {
    Update: {
      TableName,
      Key: { pk: userPartition(username), sk: PROFILE_KEY },
      UpdateExpression: 'SET email = :email, updated_at = :now',
      ConditionExpression: 'email = :before',
      ExpressionAttributeValues: { ':email': email, ':before': before, ':now': now },
    },
  },
  { Delete: { TableName, Key: { pk: emailPartition(before), sk: EMAIL_KEY } } },
]

const setFields = async (
  database: Database,
  username: string,
  set: Record<string, unknown>,
): Promise<void> => {
  if (!(await updateProfile(database, username, setting(set)))) throw new UserNotFound()
}

/** Sets attributes of a profile that is there and has the expected values. */
const setting = (
  set: Record<string, unknown>,
  expected: Record<string, unknown> = {},
): ProfileUpdate => {
  const setNames = Object.keys(set)
  const expectedNames = Object.keys(expected)
  const values = [
    ...Object.entries(set).map(([name, value]) => [`:${name}`, value] as const),
    ...Object.entries(expected).map(([name, value]) => [`:was_${name}`, value] as const),
  ]
  return {
    UpdateExpression: `SET ${setNames.map((name) => `#${name} = :${name}`).join(', ')}`,
    ConditionExpression: [
      'attribute_exists(pk)',
      ...expectedNames.map((name) => `#${name} = :was_${name}`),
    ].join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(
      [...setNames, ...expectedNames].map((name) => [`#${name}`, name]),
    ),
    ExpressionAttributeValues: Object.fromEntries(values),
  }
}
