/**
 * `pnpm create-admin NAME`: makes a registered user an administrator, in the database that
 * DYNAMODB_ENDPOINT names, else in the data of `npm start`.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

import { findDatabase } from './local-database.ts'
import { ROOT } from './repository.ts'

const { env, close } = await findDatabase()
const command = join(ROOT, 'apps', 'user-service', 'src', 'create-admin', 'main.ts')
const { status } = spawnSync(process.execPath, [command, ...process.argv.slice(2)], {
  env: { ...process.env, ...env },
  stdio: 'inherit',
})
await close()
process.exit(status ?? 1)
