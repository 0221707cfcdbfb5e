import { GetCommand } from '@aws-sdk/lib-dynamodb'
import type { Database } from '@cnop/common/dynamodb/client'
import { USERS } from '@cnop/common/dynamodb/tables'
import { transact } from '@cnop/common/dynamodb/transact'
import type { Ledger } from '@cnop/common/ledger/ledger'
import { openAccountItem } from '@cnop/common/ledger/open-account'
import { EmailTaken, UsernameTaken } from '@cnop/contracts/domain-errors'

import type { StoredUser, UserStore } from '#src/domain/user'
import { changeStanding } from '#src/store/change-standing'
import { userChanges } from '#src/store/user-changes'
import {
  DIRECTORY,
  EMAIL_KEY,
  PROFILE_KEY,
  UserItem,
  emailPartition,
  userPartition,
} from '#src/store/user-item'
import { usersByName } from '#src/store/users-by-name'

/** Too short to be anybody's username. */
const NOBODY = '-'

/** Positions in the transaction that creates a user. */
const PROFILE = 0
const EMAIL = 1

export const dynamoUserStore = (ledger: Ledger): UserStore => {
  const { database } = ledger
  const TableName = database.tableName(USERS.name)
  const absent = { ConditionExpression: 'attribute_not_exists(pk)' }

  return {
    /** Name, address and zero balance in one transaction: of two registrations at once, one wins all. */
    async create(user) {
      const refusals = await transact(database, [
        {
          Put: {
            TableName,
            Item: { pk: userPartition(user.username), sk: PROFILE_KEY, ...user },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            ...absent,
          },
        },
        {
          Put: {
            TableName,
            Item: { pk: emailPartition(user.email), sk: EMAIL_KEY, username: user.username },
            ...absent,
          },
        },
        openAccountItem(ledger, user.username),
        { Put: { TableName, Item: { pk: DIRECTORY, sk: user.username } } },
      ])
      if (refusals.length === 0) return
      const taken = refusals.find(({ index }) => index === PROFILE)
      // A first attempt whose answer was lost has stored this very hash, which no one else can have.
      if (taken?.stored?.['password_hash'] === user.password_hash) return
      if (taken !== undefined) throw new UsernameTaken()
      if (refusals.some(({ index }) => index === EMAIL)) throw new EmailTaken()
      throw new UsernameTaken('This username was in use before. Choose another.')
    },

    findByUsername: async (username) => await findByUsername(database, username),

    async findByEmail(email) {
      const owner = await getItem(database, emailPartition(email), EMAIL_KEY)
      // Also looks when nobody owns the address, so that both take the same time.
      const user = await findByUsername(database, String(owner?.['username'] ?? NOBODY))
      return owner === undefined ? undefined : user
    },

    list: async (page) => await usersByName(database, page),
    changeStanding: async (change) =>
      await changeStanding(database, async (name) => await findByUsername(database, name), change),
    ...userChanges(database),
  }
}

const findByUsername = async (
  database: Database,
  username: string,
): Promise<StoredUser | undefined> => {
  const item = await getItem(database, userPartition(username), PROFILE_KEY)
  return item === undefined ? undefined : UserItem.parse(item)
}

const getItem = async ({ documents, tableName }: Database, pk: string, sk: string) => {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableName(USERS.name), Key: { pk, sk }, ConsistentRead: true }),
  )
  return Item
}
