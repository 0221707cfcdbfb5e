import { connectDatabase } from '@cnop/common/dynamodb/client'
import { dynamoDbSettings } from '@cnop/common/dynamodb/config'
import { readSettings } from '@cnop/common/http/settings'
import { buy } from '@cnop/common/ledger/trade'
import { parsePrice, parseQuantity } from '@cnop/money/text'

import type { BenchStack } from './bench-stack.ts'

/**
 * The very transaction of a market buy, sent by the SDK from this process to the same engine with nothing
 * in between: the fastest a buy could be.
 */
export const bareTransactions = async ({
  env,
  traders,
}: BenchStack): Promise<() => Promise<void>> => {
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) process.env[name] ??= env[name]
  const database = await connectDatabase(readSettings(dynamoDbSettings, env))
  const ledger = { database, now: () => new Date() }
  const at = {
    price: parsePrice('90000.00'),
    source: 'simulated' as const,
    observedAt: new Date().toISOString(),
  }
  let turn = 0
  return async () => {
    turn += 1
    await buy(
      ledger,
      {
        username: traders[turn % traders.length] ?? '',
        side: 'buy',
        assetId: 'BTC',
        quantity: parseQuantity('0.0001'),
        request: 'buy BTC quantity=0.00010000',
        clientKey: undefined,
        clientOrderId: undefined,
      },
      at,
    )
  }
}
