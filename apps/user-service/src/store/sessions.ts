import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { Database } from '@cnop/common/dynamodb/client'
import { USERS } from '@cnop/common/dynamodb/tables'

import type { SessionStore } from '#src/domain/session'
import { sessionKey, userPartition } from '#src/store/user-item'

export const dynamoSessionStore = ({ documents, tableName }: Database): SessionStore => {
  const TableName = tableName(USERS.name)
  const keyOf = (username: string, sessionId: string) => ({
    pk: userPartition(username),
    sk: sessionKey(sessionId),
  })

  return {
    async create(session) {
      await documents.send(
        new PutCommand({
          TableName,
          Item: {
            ...keyOf(session.username, session.sessionId),
            refresh_hash: session.refreshHash,
            created_at: session.createdAt,
            expires_at: session.expiresAt,
          },
        }),
      )
    },

    async rotate({ username, sessionId, presentedHash, nextHash, now }) {
      try {
        await documents.send(
          new UpdateCommand({
            TableName,
            Key: keyOf(username, sessionId),
            UpdateExpression: 'SET refresh_hash = :next',
            // TTL deletes late, so the expiry is checked as well.
            ConditionExpression: 'refresh_hash = :presented AND expires_at > :now',
            ExpressionAttributeValues: {
              ':presented': presentedHash,
              ':next': nextHash,
              ':now': now,
            },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        )
        return 'rotated'
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error
        const stored = error.Item?.['refresh_hash']?.S
        // The current token is refused for its session's age alone.
        if (stored === undefined || stored === presentedHash) return 'unknown'
        // An attempt of this very call was applied and its answer lost.
        return stored === nextHash ? 'rotated' : 'reused'
      }
    },

    async end(username, sessionId) {
      await documents.send(new DeleteCommand({ TableName, Key: keyOf(username, sessionId) }))
    },
  }
}
