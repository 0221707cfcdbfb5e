import { join } from 'node:path'

import { startEngine } from '@cnop/local-stack/engine'
import { databaseOfRunningStack } from '@cnop/local-stack/running-stack'

import { ROOT } from './repository.ts'

const DATA = join(ROOT, '.data')

type LocalDatabase = {
  /** Settings that reach it. */
  readonly env: Record<string, string>
  readonly close: () => Promise<void>
}

/**
 * The database a tool works on: the one DYNAMODB_ENDPOINT names (`aws` for the real one), else the data
 * of `npm start`, whether or not it is running.
 */
export const findDatabase = async (): Promise<LocalDatabase> => {
  const nothingToClose = async (): Promise<void> => {}
  if (process.env['DYNAMODB_ENDPOINT'] !== undefined) return { env: {}, close: nothingToClose }
  const running = databaseOfRunningStack(DATA)
  if (running !== undefined) return { env: running, close: nothingToClose }
  const engine = await startEngine({
    environment: process.env,
    file: join(DATA, 'dynamodb.sqlite'),
    logDirectory: join(DATA, 'logs'),
  })
  return { env: engine.env, close: async () => await engine.child?.stop() }
}
