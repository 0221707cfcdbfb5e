import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

import { findDatabase } from './local-database.ts'
import { ROOT } from './repository.ts'

/** Runs a command of a service, with the arguments given to this process, and ends as it ends. */
export const runOnDatabase = async (command: string): Promise<never> => {
  const { env, close } = await findDatabase()
  const child = spawn(process.execPath, [join(ROOT, command), ...process.argv.slice(2)], {
    env: { ...process.env, ...env },
    stdio: 'inherit',
  })
  const [status] = await once(child, 'exit')
  await close()
  process.exit(Number(status ?? 1))
}
