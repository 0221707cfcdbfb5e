import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'

import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { Database } from '@cnop/common/dynamodb/client'
import { MARKET } from '@cnop/common/dynamodb/tables'
import { AppError } from '@cnop/contracts/errors'
import { z } from 'zod'

import { SEED } from '#src/store/market-item'

const SEED_BYTES = 32
const ATTEMPTS = 30
const PAUSE_MS = 1_000

const SeedItem = z.object({ seed: z.string() })

/**
 * The seed of this installation's simulated market: the first replica draws it, all others take the same. With a seed
 * that everyone knows, everyone could compute the prices to come.
 * @throws {AppError} TRY_AGAIN when the database cannot be reached for half a minute.
 */
export const sharedSeed = async ({ documents, tableName }: Database): Promise<string> => {
  const command = new UpdateCommand({
    TableName: tableName(MARKET.name),
    Key: SEED,
    UpdateExpression: 'SET seed = if_not_exists(seed, :drawn)',
    ExpressionAttributeValues: { ':drawn': randomBytes(SEED_BYTES).toString('base64url') },
    ReturnValues: 'ALL_NEW',
  })
  for (let attempt = 1; ; attempt += 1) {
    try {
      return SeedItem.parse((await documents.send(command)).Attributes).seed
    } catch (error) {
      if (!(error instanceof AppError) || attempt === ATTEMPTS) throw error
      await pause(PAUSE_MS)
    }
  }
}
