import { AppError } from '@cnop/contracts/errors'

import { endSessions, type Ending } from '#src/domain/end-sessions'
import { hashSecret, newSalt, successorOf, type RefreshToken } from '#src/domain/refresh-token'
import type { Origin } from '#src/domain/session'

/** How long a token that was just replaced still gets its successor: the answer may have been lost. */
const REPEAT_SECONDS = 30

/** A refresh token came back that had been replaced: it was copied, so the session is over for everyone. */
export class RefreshTokenReused extends AppError {
  readonly session: RefreshToken

  constructor(session: RefreshToken) {
    super('SESSION_ENDED', 'This session was ended because an old refresh token was used again.')
    this.session = session
  }
}

/**
 * Trades a refresh token for the next one.
 *
 * - The current token is replaced.
 * - The one just replaced gets the same successor again for 30 seconds, as long as that has not been used.
 * - Any other token that once was genuine ends the session.
 * - What never was genuine changes nothing: knowing a session's id is not enough to end it.
 *
 * @throws {AppError} SESSION_ENDED @throws {RefreshTokenReused} after ending the session.
 */
export const refreshSession = async (
  deps: Ending,
  presented: RefreshToken | undefined,
  origin: Origin,
): Promise<RefreshToken> => {
  if (presented === undefined) throw noSession()
  const now = deps.now()
  const salt = newSalt()
  const next = successorOf(presented, salt)
  const hashes = {
    familyHash: hashSecret(presented.family),
    presentedHash: hashSecret(presented.secret),
  }
  const outcome = await deps.sessions.replaceToken({
    ...hashes,
    username: presented.username,
    sessionId: presented.sessionId,
    nextHash: hashSecret(next.secret),
    salt,
    now,
    origin,
  })
  if (outcome === 'replaced') return next

  const { stored } = outcome
  const seconds = now.getTime() / 1_000
  if (stored === undefined || stored.expiresAt <= seconds) throw noSession()
  if (stored.familyHash !== hashes.familyHash) throw noSession()
  const justReplaced =
    stored.previousHash === hashes.presentedHash &&
    seconds - (stored.replacedAt ?? 0) <= REPEAT_SECONDS
  if (justReplaced && stored.salt !== undefined) return successorOf(presented, stored.salt)
  await endSessions(deps, presented.username, [presented.sessionId])
  throw new RefreshTokenReused(presented)
}

export const noSession = (): AppError =>
  new AppError('SESSION_ENDED', 'There is no session to continue. Sign in again.')
