import { ulid } from 'ulid'

import { endSessions, type Ending } from '#src/domain/end-sessions'
import { hashSecret, newRefreshToken, type RefreshToken } from '#src/domain/refresh-token'
import { SESSION_DAYS, type Origin } from '#src/domain/session'

const DAY_MS = 86_400_000

/** More than a person has devices. A program that logs in again and again loses its oldest sessions. */
const MOST_SESSIONS = 50

/**
 * Starts a session; when there are too many, the oldest end.
 * @param endsAt of a session that ends earlier than others do.
 * @returns its first refresh token, and which sessions have ended. @throws {AppError} TRY_AGAIN
 */
export const startSession = async (
  deps: Ending,
  username: string,
  origin: Origin,
  endsAt?: Date,
): Promise<{ readonly token: RefreshToken; readonly ended: string[] }> => {
  const { sessions, now } = deps
  const started = now()
  const token = newRefreshToken(username, ulid(started.getTime()))
  await sessions.create(
    {
      ...origin,
      username,
      sessionId: token.sessionId,
      createdAt: started.toISOString(),
      lastUsedAt: started.toISOString(),
      expiresAt: Math.floor(
        (endsAt?.getTime() ?? started.getTime() + SESSION_DAYS * DAY_MS) / 1_000,
      ),
    },
    { familyHash: hashSecret(token.family), refreshHash: hashSecret(token.secret) },
  )
  const surplus = (await sessions.list(username)).slice(MOST_SESSIONS)
  const ended = surplus.map(({ sessionId }) => sessionId)
  await endSessions(deps, username, ended)
  return { token, ended }
}
