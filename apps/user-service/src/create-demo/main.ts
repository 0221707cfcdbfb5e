/**
 * `DEMO_PASSWORD=... node apps/user-service/src/create-demo/main.ts NAME EMAIL`: opens a demo account with half a year of
 * history that all may share, since its password, email address and second factor are fixed. Reads the same settings
 * as the service.
 */
import { connectDatabase } from '@cnop/common/dynamodb/client'
import { PasswordManager } from '@cnop/common/security/password-manager'
import { Username } from '@cnop/contracts/accounts'
import { AppError } from '@cnop/contracts/errors'
import { PasswordRules } from '@cnop/contracts/password-rules'
import { Email } from '@cnop/contracts/person'
import { z } from 'zod'

import { readUserServiceSettings } from '#src/config'
import { demoHistoryFrom } from '#src/feed/demo-history'
import { dynamoDemoStore } from '#src/store/demo-accounts'

const given = z.object({ username: Username, email: Email, password: PasswordRules }).safeParse({
  username: process.argv[2],
  email: process.argv[3],
  password: process.env['DEMO_PASSWORD'],
})
if (!given.success) {
  console.error(`DEMO_PASSWORD=... create-demo NAME EMAIL\n${z.prettifyError(given.error)}`)
  process.exit(2)
}
const { username, email, password } = given.data
const settings = readUserServiceSettings(process.env)
const database = await connectDatabase(settings)
const now = () => new Date()
const created = now().toISOString()
try {
  await dynamoDemoStore({ database, now }).open(
    {
      username,
      email,
      password_hash: await new PasswordManager(settings.BCRYPT_COST).hash(password),
      first_name: 'Demo',
      last_name: 'Trader',
      phone: null,
      date_of_birth: null,
      marketing_emails_consent: false,
      role: 'customer',
      status: 'active',
      demo: true,
      created_at: created,
      updated_at: created,
    },
    await demoHistoryFrom(settings.INVENTORY_SERVICE_URL, now)(),
  )
  console.log(`${username} is a demo account.`)
} catch (error) {
  if (!(error instanceof AppError)) throw error
  console.error(error.message)
  process.exitCode = 1
} finally {
  database.close()
}
