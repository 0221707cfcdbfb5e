import { join } from 'node:path'

import { hasOtherSchema } from '@cnop/local-stack/data-folder'
import { startEngine } from '@cnop/local-stack/engine'
import { databaseOfRunningStack } from '@cnop/local-stack/running-stack'

import { DATA } from './local-data.ts'

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
  if (hasOtherSchema(DATA))
    throw new Error('The data in .data was stored by another version. "npm start" moves it aside.')
  const engine = await startEngine({
    environment: process.env,
    folder: DATA,
    logDirectory: join(DATA, 'logs'),
  })
  return { env: engine.env, close: async () => await engine.child?.stop() }
}
