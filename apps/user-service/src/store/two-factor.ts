import { randomUUID } from 'node:crypto'

import type { Database } from '@cnop/common/dynamodb/client'

import type { TwoFactorStore } from '#src/domain/two-factor'
import { updateProfile } from '#src/store/update-profile'

/** The second factor is kept in the profile, so that a log-in reads it with everything else. */
export const dynamoTwoFactorStore = (database: Database): TwoFactorStore => ({
  async propose(username, sealed) {
    await updateProfile(database, username, {
      UpdateExpression: 'SET totp_proposed = :sealed',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':sealed': sealed },
    })
  },

  turnOn: async (username, { sealed, step, recoveryHashes }) =>
    await updateProfile(
      database,
      username,
      {
        UpdateExpression:
          'SET totp_secret = :sealed, totp_last_step = :step, recovery_codes = :codes REMOVE totp_proposed',
        ConditionExpression: 'totp_proposed = :sealed AND attribute_not_exists(totp_secret)',
        ExpressionAttributeValues: {
          ':sealed': sealed,
          ':step': step,
          ':codes': new Set(recoveryHashes),
        },
      },
      // Two who confirm with one code have the same secret and step, but the recovery codes of one alone work.
      ({ recovery_codes: codes }) =>
        codes instanceof Set && recoveryHashes.every((hash) => codes.has(hash)),
    ),

  async turnOff(username) {
    await updateProfile(database, username, {
      UpdateExpression:
        'REMOVE totp_secret, totp_proposed, totp_last_step, recovery_codes, code_used_by',
      ConditionExpression: 'attribute_exists(pk)',
    })
  },

  async useStep(username, step) {
    const use = randomUUID()
    return await updateProfile(
      database,
      username,
      {
        UpdateExpression: 'SET totp_last_step = :step, code_used_by = :use',
        ConditionExpression: 'totp_last_step < :step',
        ExpressionAttributeValues: { ':step': step, ':use': use },
      },
      (stored) => stored['code_used_by'] === use,
    )
  },

  async useRecoveryCode(username, hash) {
    const use = randomUUID()
    return await updateProfile(
      database,
      username,
      {
        UpdateExpression: 'SET code_used_by = :use DELETE recovery_codes :used',
        ConditionExpression: 'contains(recovery_codes, :hash)',
        ExpressionAttributeValues: { ':used': new Set([hash]), ':hash': hash, ':use': use },
      },
      (stored) => stored['code_used_by'] === use,
    )
  },
})
