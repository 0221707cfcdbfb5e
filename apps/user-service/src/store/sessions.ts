import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { DeleteCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { Database } from '@cnop/common/dynamodb/client'
import { integerField } from '@cnop/common/dynamodb/fields'
import { storedItem } from '@cnop/common/dynamodb/stored-item'
import { USERS } from '@cnop/common/dynamodb/tables'
import { z } from 'zod'

import type { Replacement, Session, SessionStore, TokenState } from '#src/domain/session'
import { SESSION_PREFIX, sessionKey, userPartition } from '#src/store/user-item'

const SessionItem = z.object({
  sk: z.string(),
  family_hash: z.string(),
  refresh_hash: z.string(),
  previous_hash: z.string().optional(),
  salt: z.string().optional(),
  replaced_at: integerField.optional(),
  created_at: z.string(),
  last_used_at: z.string(),
  expires_at: integerField,
  address: z.string(),
  user_agent: z.string(),
})

export const dynamoSessionStore = (
  { documents, tableName }: Database,
  now: () => Date,
): SessionStore => {
  const TableName = tableName(USERS.name)
  const keyOf = (username: string, sessionId: string) => ({
    pk: userPartition(username),
    sk: sessionKey(sessionId),
  })

  return {
    async create(session, tokens) {
      const Item = { ...keyOf(session.username, session.sessionId), ...itemOf(session, tokens) }
      await documents.send(new PutCommand({ TableName, Item }))
    },

    async replaceToken(replacement) {
      const { username, sessionId } = replacement
      try {
        await documents.send(
          new UpdateCommand({
            TableName,
            Key: keyOf(username, sessionId),
            ...replacementUpdate(replacement),
          }),
        )
        return 'replaced'
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error
        return { stored: tokenState(storedItem(error.Item)) }
      }
    },

    async list(username) {
      const { Items = [] } = await documents.send(
        new QueryCommand({ TableName, ...newestSessions(username) }),
      )
      const seconds = now().getTime() / 1_000
      return Items.flatMap((stored) => {
        const item = SessionItem.safeParse(stored)
        const live = item.success && item.data.expires_at > seconds
        return live ? [sessionOf(username, item.data)] : []
      })
    },

    async end(username, sessionId) {
      await documents.send(new DeleteCommand({ TableName, Key: keyOf(username, sessionId) }))
    },
  }
}

const newestSessions = (username: string) => ({
  KeyConditionExpression: 'pk = :user AND begins_with(sk, :session)',
  ExpressionAttributeValues: { ':user': userPartition(username), ':session': SESSION_PREFIX },
  ScanIndexForward: false,
  ConsistentRead: true,
})

const itemOf = (session: Session, tokens: TokenState) => ({
  family_hash: tokens.familyHash,
  refresh_hash: tokens.refreshHash,
  created_at: session.createdAt,
  last_used_at: session.lastUsedAt,
  expires_at: session.expiresAt,
  address: session.address,
  user_agent: session.userAgent,
})

const replacementUpdate = (replacement: Replacement) => ({
  UpdateExpression:
    'SET refresh_hash = :next, previous_hash = :presented, salt = :salt, replaced_at = :now, last_used_at = :used, address = :address, user_agent = :agent',
  // TTL deletes late, so the expiry is checked as well.
  ConditionExpression: 'family_hash = :family AND refresh_hash = :presented AND expires_at > :now',
  ExpressionAttributeValues: {
    ':family': replacement.familyHash,
    ':presented': replacement.presentedHash,
    ':next': replacement.nextHash,
    ':salt': replacement.salt,
    ':now': Math.floor(replacement.now.getTime() / 1_000),
    ':used': replacement.now.toISOString(),
    ':address': replacement.origin.address,
    ':agent': replacement.origin.userAgent,
  },
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
})

const tokenState = (
  stored: Record<string, unknown> | undefined,
): (TokenState & { expiresAt: number }) | undefined => {
  const parsed = SessionItem.safeParse(stored)
  if (!parsed.success) return undefined
  const item = parsed.data
  return {
    familyHash: item.family_hash,
    refreshHash: item.refresh_hash,
    previousHash: item.previous_hash,
    salt: item.salt,
    replacedAt: item.replaced_at,
    expiresAt: item.expires_at,
  }
}

const sessionOf = (username: string, item: z.output<typeof SessionItem>): Session => ({
  username,
  sessionId: item.sk.slice(SESSION_PREFIX.length),
  createdAt: item.created_at,
  lastUsedAt: item.last_used_at,
  expiresAt: item.expires_at,
  address: item.address,
  userAgent: item.user_agent,
})
