import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb'
import type { Database } from '@cnop/common/dynamodb/client'
import { storedItem } from '@cnop/common/dynamodb/stored-item'
import { USERS } from '@cnop/common/dynamodb/tables'

import { PROFILE_KEY, userPartition } from '#src/store/user-item'

export type ProfileUpdate = Pick<
  UpdateCommandInput,
  | 'UpdateExpression'
  | 'ConditionExpression'
  | 'ExpressionAttributeNames'
  | 'ExpressionAttributeValues'
>

/**
 * Changes a profile where its condition holds. Whether it did.
 * @param isDone whether what is stored can only have come from this very change: the SDK repeats an attempt
 * whose answer was lost, and the repeat finds the condition changed by the first.
 * @throws {AppError} TRY_AGAIN
 */
export const updateProfile = async (
  { documents, tableName }: Database,
  username: string,
  update: ProfileUpdate,
  isDone: (stored: Record<string, unknown>) => boolean = () => false,
): Promise<boolean> => {
  try {
    await documents.send(
      new UpdateCommand({
        TableName: tableName(USERS.name),
        Key: { pk: userPartition(username), sk: PROFILE_KEY },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        ...update,
      }),
    )
    return true
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error
    const stored = storedItem(error.Item)
    return stored !== undefined && isDone(stored)
  }
}
