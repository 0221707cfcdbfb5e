import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb'
import type { Database } from '@cnop/common/dynamodb/client'
import { USERS } from '@cnop/common/dynamodb/tables'

import type { TwoFactorStore } from '#src/domain/two-factor'
import { PROFILE_KEY, userPartition } from '#src/store/user-item'

type Change = Pick<
  UpdateCommandInput,
  'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeValues'
>

/** The second factor is kept in the profile, so that a log-in reads it with everything else. */
export const dynamoTwoFactorStore = ({ documents, tableName }: Database): TwoFactorStore => {
  const update = async (username: string, change: Change): Promise<boolean> => {
    try {
      await documents.send(
        new UpdateCommand({
          TableName: tableName(USERS.name),
          Key: { pk: userPartition(username), sk: PROFILE_KEY },
          ...change,
        }),
      )
      return true
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false
      throw error
    }
  }

  return {
    async propose(username, sealed) {
      await update(username, {
        UpdateExpression: 'SET totp_proposed = :sealed',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':sealed': sealed },
      })
    },

    turnOn: async (username, { sealed, step, recoveryHashes }) =>
      await update(username, {
        UpdateExpression:
          'SET totp_secret = :sealed, totp_last_step = :step, recovery_codes = :codes REMOVE totp_proposed',
        ConditionExpression: 'totp_proposed = :sealed AND attribute_not_exists(totp_secret)',
        ExpressionAttributeValues: {
          ':sealed': sealed,
          ':step': step,
          ':codes': new Set(recoveryHashes),
        },
      }),

    async turnOff(username) {
      await update(username, {
        UpdateExpression: 'REMOVE totp_secret, totp_proposed, totp_last_step, recovery_codes',
        ConditionExpression: 'attribute_exists(pk)',
      })
    },

    useStep: async (username, step) =>
      await update(username, {
        UpdateExpression: 'SET totp_last_step = :step',
        ConditionExpression: 'totp_last_step < :step',
        ExpressionAttributeValues: { ':step': step },
      }),

    useRecoveryCode: async (username, hash) =>
      await update(username, {
        UpdateExpression: 'DELETE recovery_codes :used',
        ConditionExpression: 'contains(recovery_codes, :hash)',
        ExpressionAttributeValues: { ':used': new Set([hash]), ':hash': hash },
      }),
  }
}
