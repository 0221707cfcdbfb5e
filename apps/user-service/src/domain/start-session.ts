import { ulid } from 'ulid'

import { hashSecret, newRefreshToken, type RefreshToken } from '#src/domain/refresh-token'
import { SESSION_DAYS, type Origin, type SessionStore } from '#src/domain/session'

type Sessions = { readonly sessions: SessionStore; readonly now: () => Date }

const DAY_SECONDS = 86_400

/** More than a person has devices. A program that logs in again and again loses its oldest sessions. */
const MOST_SESSIONS = 50

/** Starts a session and returns its first refresh token. */
export const startSession = async (
  { sessions, now }: Sessions,
  username: string,
  origin: Origin,
): Promise<RefreshToken> => {
  const started = now()
  const token = newRefreshToken(username, ulid(started.getTime()))
  await sessions.create(
    {
      ...origin,
      username,
      sessionId: token.sessionId,
      createdAt: started.toISOString(),
      lastUsedAt: started.toISOString(),
      expiresAt: Math.floor(started.getTime() / 1_000) + SESSION_DAYS * DAY_SECONDS,
    },
    { familyHash: hashSecret(token.family), refreshHash: hashSecret(token.secret) },
  )
  const surplus = (await sessions.list(username)).slice(MOST_SESSIONS)
  await Promise.all(surplus.map(({ sessionId }) => sessions.end(username, sessionId)))
  return token
}
