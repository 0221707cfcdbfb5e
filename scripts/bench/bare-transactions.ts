import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import {
  DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb'
import { omitRequestToken } from '@cnop/common/dynamodb/omit-request-token'
import { newId } from '@cnop/common/ledger/new-id'
import { buy } from '@cnop/common/ledger/trade'
import { parsePrice, parseQuantity } from '@cnop/money/text'

import type { BenchStack } from './bench-stack.ts'

/**
 * The very transaction of a market buy, sent by the SDK as it comes from this process to the same engine,
 * with nothing in between and nothing to compute but a new id: the fastest a buy could be.
 */
export const bareTransactions = async ({
  env,
  traders,
}: BenchStack): Promise<() => Promise<void>> => {
  const client = bareClient(env)
  const templates: TransactWriteCommandInput[] = []
  for (const username of traders) templates.push(await recordedBuy(env, username))
  let turn = 0
  return async () => {
    turn += 1
    const template = templates[turn % templates.length]
    if (template !== undefined) await client.send(new TransactWriteCommand(withNewId(template)))
  }
}

const bareClient = (env: NodeJS.ProcessEnv): DynamoDBDocumentClient => {
  const client = new DynamoDBClient({
    region: 'us-east-1',
    endpoint: env['DYNAMODB_ENDPOINT'] ?? '',
    credentials: {
      accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
    },
  })
  // Tokens would slow the engine down for everything that follows.
  omitRequestToken(client)
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } })
}

class Recorded extends Error {}

/** What the ledger would send for a buy, which is not sent. */
const recordedBuy = async (
  env: NodeJS.ProcessEnv,
  username: string,
): Promise<TransactWriteCommandInput> => {
  let input: TransactWriteCommandInput = { TransactItems: [] }
  const documents = bareClient(env)
  documents.middlewareStack.add(
    () => async (args) => {
      if ('TransactItems' in args.input) input = { TransactItems: args.input.TransactItems }
      throw new Recorded()
    },
    { step: 'initialize', name: 'record', priority: 'high' },
  )
  const prefix = env['DYNAMODB_TABLE_PREFIX'] ?? 'dev_'
  const database = { documents, tableName: (name: string) => `${prefix}${name}`, close: () => {} }
  const intent = {
    username,
    side: 'buy' as const,
    assetId: 'BTC',
    quantity: parseQuantity('0.0001'),
    request: 'buy BTC quantity=0.00010000',
    clientKey: undefined,
    clientOrderId: undefined,
  }
  const at = {
    price: parsePrice('90000.00'),
    source: 'simulated' as const,
    observedAt: new Date().toISOString(),
  }
  await buy({ database, now: () => new Date() }, intent, at).catch((error: unknown) => {
    if (!(error instanceof Recorded)) throw error
  })
  return input
}

const withNewId = ({ TransactItems: items = [] }: TransactWriteCommandInput) => {
  const id = newId(new Date())
  return {
    TransactItems: items.map((item) =>
      item.Put === undefined
        ? item
        : {
            Put: {
              ...item.Put,
              Item: {
                ...item.Put.Item,
                sk: `ORDER#${id}`,
                at: `ORDER#${id}`,
                order_id: id,
                traded: `BTC#${id}`,
              },
            },
          },
    ),
  }
}
