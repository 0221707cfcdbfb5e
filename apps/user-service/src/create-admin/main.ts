/**
 * `node apps/user-service/src/create-admin/main.ts NAME`: makes a registered user an administrator, and
 * reactivates one who is suspended. There
 * is no administrator with a password that someone else has chosen. Reads the same settings as the service.
 */
import { connectDatabase } from '@cnop/common/dynamodb/client'
import { dynamoDbSettings } from '@cnop/common/dynamodb/config'
import { readSettings } from '@cnop/common/http/settings'
import { AuditLogger } from '@cnop/common/security/audit-logger'
import { RevokedAccess } from '@cnop/common/security/revoked-access'
import { Revoker } from '@cnop/common/security/revoker'
import { dynamoSecurityEvents } from '@cnop/common/security/security-event-store'
import { LONGEST_TOKEN_MINUTES } from '@cnop/common/security/token-settings'
import { Username } from '@cnop/contracts/accounts'
import { AppError } from '@cnop/contracts/errors'

import { makeAdmin } from '#src/domain/make-admin'
import { dynamoSessionStore } from '#src/store/sessions'
import { dynamoUserStore } from '#src/store/users'

const given = Username.safeParse(process.argv[2])
if (!given.success) {
  console.error('Say who: create-admin NAME, the name of a registered user.')
  process.exit(2)
}
const username = given.data
const database = await connectDatabase(readSettings(dynamoDbSettings, process.env))
const now = () => new Date()
try {
  const before = await makeAdmin(
    {
      users: dynamoUserStore({ database, now }),
      sessions: dynamoSessionStore(database, now),
      revoker: new Revoker(database, new RevokedAccess(now), {
        longestTokenSeconds: LONGEST_TOKEN_MINUTES * 60,
        now,
      }),
      now,
    },
    username,
  )
  const auditLogger = new AuditLogger({
    log: { info: () => {}, error: console.error },
    store: dynamoSecurityEvents(database, now),
    now,
    onRecorded: () => {},
  })
  const act = {
    username,
    actor: 'operator',
    address: 'local',
    user_agent: 'create-admin',
    request_id: 'create-admin',
  }
  if (before.status === 'suspended')
    await auditLogger.record({ ...act, event: 'user_reactivated', details: {} })
  await auditLogger.record({ ...act, event: 'role_changed', details: { role: 'admin' } })
  const again = before.status === 'suspended' ? ' and active again' : ''
  console.log(`${username} is an administrator${again} from the next log-in on.`)
} catch (error) {
  if (!(error instanceof AppError)) throw error
  console.error(
    error.code === 'USER_NOT_FOUND'
      ? `There is no user ${username}. Register with a password of your own, then run this again.`
      : error.message,
  )
  process.exitCode = 1
} finally {
  database.close()
}
