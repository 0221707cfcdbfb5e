/**
 * `pnpm drill:login`: on a stack of its own with passwords at full cost,
 *
 * 1. whether the time of a refused log-in tells who exists: the same wrong password for a user, for nobody,
 *    by name and by address, and for a user whose hash is of an older, cheaper cost, in turns;
 * 2. whether `/health` and prices answer while 200 people log in at once.
 *
 * Ends with 1 when either does not hold.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { freeStackPorts } from '@cnop/local-stack/ports'
import { startStack } from '@cnop/local-stack/stack'

import { floodOfLogins } from './drill-login/flood.ts'
import { loginTimes } from './drill-login/login-times.ts'

const COST = '10'
const OLDER_COST = '8'

const directory = mkdtempSync(join(tmpdir(), 'drill-login-'))
const ports = async () => await freeStackPorts()
const start = async (BCRYPT_COST: string) =>
  await startStack({
    environment: {
      ...process.env,
      BCRYPT_COST,
      LOG_LEVEL: 'warn',
      PRICE_SOURCE: 'simulated',
      LOGIN_LOCK_AFTER: '0',
      LOGIN_LOCK_AFTER_ADDRESS: '0',
      RATE_LIMIT_PUBLIC: '0',
      RATE_LIMIT_LOGIN: '0',
      RATE_LIMIT_REGISTER: '0',
    },
    ports: await ports(),
    directory,
  })

const before = await start(OLDER_COST)
const register = async (url: string, username: string): Promise<void> => {
  await fetch(`${url}/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      username,
      email: `${username}@example.com`,
      password: 'Correct-Horse-7',
      first_name: 'Drill',
      last_name: 'Person',
    }),
  })
}
await register(before.urls.user, 'drill_older')
await before.stop()

const stack = await start(COST)
await register(stack.urls.user, 'drill_person')
const timing = await loginTimes(stack.urls.user, [
  { who: 'a user, by name', name: 'drill_person' },
  { who: 'nobody, by name', name: 'drill_nobody' },
  { who: 'a user, by address', name: 'drill_person@example.com' },
  { who: 'nobody, by address', name: 'drill_nobody@example.com' },
  { who: 'a user with an older hash', name: 'drill_older' },
])
console.log(timing.report)
const flood = await floodOfLogins(stack.urls.user, stack.urls.gateway)
console.log(flood.report)
await stack.stop()
rmSync(directory, { recursive: true, force: true })
process.exit(timing.holds && flood.holds ? 0 : 1)
