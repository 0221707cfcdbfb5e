import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { USERS } from '@cnop/common/dynamodb/tables'
import { transact } from '@cnop/common/dynamodb/transact'
import {
  cashRemoval,
  deleteHistory,
  deleteItem,
  itemsOf,
} from '@cnop/common/ledger/demo/delete-account'
import { demoAccountItems } from '@cnop/common/ledger/demo/demo-account'
import type { PricedAct } from '@cnop/common/ledger/demo/demo-journal'
import type { Ledger } from '@cnop/common/ledger/ledger'
import type { WriteItem } from '@cnop/common/ledger/writes'
import { UsernameTaken } from '@cnop/contracts/domain-errors'
import { z } from 'zod'

import {
  MAX_LIVE_DEMOS,
  MAX_LIVE_DEMOS_OF_BLOCK,
  type DemoStore,
  type LiveDemo,
} from '#src/domain/demo'
import type { StoredUser } from '#src/domain/user'
import {
  DIRECTORY,
  EMAIL_KEY,
  PROFILE_KEY,
  emailPartition,
  userPartition,
} from '#src/store/user-item'

const DEMO = 'DEMO'
const LIVE_PREFIX = 'LIVE#'
const ALL = 'COUNT'

const LiveDemoItem = z.object({ username: z.string(), until: z.string(), from: z.string() })

/** Positions in the transaction that opens an account. */
const PROFILE = 0
const COUNTS = new Set([1, 2])

export const dynamoDemoStore = (ledger: Ledger): DemoStore => ({
  open: async (user, acts, from = '') => await openAccount(ledger, user, { acts, from }),

  async expired(limit) {
    const { database, now } = ledger
    const { Items = [] } = await database.documents.send(
      new QueryCommand({
        TableName: database.tableName(USERS.name),
        KeyConditionExpression: 'pk = :demo AND sk BETWEEN :first AND :now',
        ExpressionAttributeValues: {
          ':demo': DEMO,
          ':first': LIVE_PREFIX,
          ':now': `${LIVE_PREFIX}${now().toISOString()}`,
        },
        Limit: limit,
      }),
    )
    return z.array(LiveDemoItem).parse(Items)
  },

  remove: async (demo) => await removeAccount(ledger, demo),
})

const openAccount = async (
  ledger: Ledger,
  user: StoredUser,
  { acts, from }: { readonly acts: readonly PricedAct[]; readonly from: string },
): Promise<boolean> => {
  const { database } = ledger
  const TableName = database.tableName(USERS.name)
  const { username, demo_until: until } = user
  const refusals = await transact(database, [
    {
      Put: {
        TableName,
        Item: { pk: userPartition(username), sk: PROFILE_KEY, ...user },
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    },
    ...(until === undefined
      ? listed(TableName, user)
      : counted(TableName, { username, until, from })),
    ...demoAccountItems(ledger, username, acts, until),
  ])
  if (refusals.length === 0) return true
  const taken = refusals.find(({ index }) => index === PROFILE)
  // A first attempt whose response was lost has put this very profile.
  if (taken?.stored?.['created_at'] === user.created_at) return true
  if (taken === undefined && refusals.every(({ index }) => COUNTS.has(index))) return false
  throw new UsernameTaken()
}

const removeAccount = async (ledger: Ledger, demo: LiveDemo): Promise<void> => {
  const { database } = ledger
  const TableName = database.tableName(USERS.name)
  const profile = { pk: userPartition(demo.username), sk: PROFILE_KEY }
  for await (const item of itemsOf(database, USERS.name, profile.pk))
    if (item['sk'] !== PROFILE_KEY) await deleteItem(database, USERS.name, item)
  await deleteHistory(ledger, demo.username)
  // Of several replicas one takes it off the list, and out of the counts.
  await transact(database, [
    {
      Delete: { TableName, Key: liveKey(demo), ConditionExpression: 'attribute_exists(pk)' },
    },
    { Delete: { TableName, Key: profile } },
    cashRemoval(ledger, demo.username),
    uncount(TableName, ALL),
    uncount(TableName, countOf(demo)),
  ])
}

/** Counts and lists a private account, if there may be one more. */
const counted = (TableName: string, demo: LiveDemo): WriteItem[] => [
  count(TableName, ALL, MAX_LIVE_DEMOS),
  count(TableName, countOf(demo), MAX_LIVE_DEMOS_OF_BLOCK),
  { Put: { TableName, Item: { ...liveKey(demo), ...demo } } },
]

/** Lists a shared account with all other users. */
const listed = (TableName: string, { username, email }: StoredUser): WriteItem[] => [
  { Put: { TableName, Item: { pk: emailPartition(email), sk: EMAIL_KEY, username } } },
  { Put: { TableName, Item: { pk: DIRECTORY, sk: username } } },
]

const count = (TableName: string, sk: string, most: number): WriteItem => ({
  Update: {
    TableName,
    Key: { pk: DEMO, sk },
    UpdateExpression: 'ADD live :one',
    ConditionExpression: 'attribute_not_exists(live) OR live < :most',
    ExpressionAttributeValues: { ':one': 1, ':most': most },
  },
})

const uncount = (TableName: string, sk: string): WriteItem => ({
  Update: {
    TableName,
    Key: { pk: DEMO, sk },
    UpdateExpression: 'ADD live :one',
    ExpressionAttributeValues: { ':one': -1 },
  },
})

const liveKey = ({ username, until }: LiveDemo) => ({
  pk: DEMO,
  sk: `${LIVE_PREFIX}${until}#${username}`,
})

const countOf = ({ from }: LiveDemo): string => `${ALL}#${from}`
