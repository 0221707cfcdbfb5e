import type { RevokedAccess } from '../security/revoked-access.ts'
import type { HealthCheck } from './health.ts'

/** Whether the process knows which sessions have ended: until then it takes no token. */
export const endedSessionsCheck = (revoked: Pick<RevokedAccess, 'isComplete'>): HealthCheck => ({
  essential: true,
  run: async () =>
    revoked.isComplete ? undefined : 'which sessions have ended could not be read yet',
})
