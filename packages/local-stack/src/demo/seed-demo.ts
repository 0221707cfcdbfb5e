import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

import type { Database } from '@cnop/common/dynamodb/client'
import { readCash } from '@cnop/common/ledger/holdings'
import { BalanceNotFound } from '@cnop/contracts/domain-errors'

import { ROOT } from '../services.ts'
import { DEMO_ACCOUNT } from './demo-account.ts'

/**
 * Opens the demo account that all share, with its history, unless it is there.
 * @param env Settings of the user service.
 */
export const seedDemo = async (database: Database, env: NodeJS.ProcessEnv): Promise<void> => {
  if (await hasAccount(database)) return
  const { username, email, password } = DEMO_ACCOUNT
  const command = `${ROOT}apps/user-service/src/create-demo/main.ts`
  await promisify(execFile)(process.execPath, [command, username, email], {
    env: { ...env, DEMO_PASSWORD: password },
  })
}

const hasAccount = async (database: Database): Promise<boolean> => {
  try {
    await readCash({ database, now: () => new Date() }, DEMO_ACCOUNT.username)
    return true
  } catch (error) {
    if (error instanceof BalanceNotFound) return false
    throw error
  }
}
