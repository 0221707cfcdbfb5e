import { AppError } from '@cnop/contracts/errors'
import { ulid } from 'ulid'

import {
  SESSION_DAYS,
  hashSecret,
  newRefreshToken,
  type RefreshToken,
  type SessionStore,
} from '#src/domain/session'

type Sessions = { readonly sessions: SessionStore; readonly now: () => Date }

const DAY_SECONDS = 86_400

const unixSeconds = (time: Date): number => Math.floor(time.getTime() / 1_000)

/** Starts a session and returns its first refresh token. */
export const startSession = async (
  { sessions, now }: Sessions,
  username: string,
): Promise<RefreshToken> => {
  const started = now()
  const token = newRefreshToken(username, ulid(started.getTime()))
  await sessions.create({
    username,
    sessionId: token.sessionId,
    refreshHash: hashSecret(token.secret),
    createdAt: started.toISOString(),
    expiresAt: unixSeconds(started) + SESSION_DAYS * DAY_SECONDS,
  })
  return token
}

/** A refresh token came back that had been replaced: it was copied, so the session is over for everyone. */
export class RefreshTokenReused extends AppError {
  readonly session: RefreshToken

  constructor(session: RefreshToken) {
    super('SESSION_ENDED', 'This session was ended because an old refresh token was used again.')
    this.session = session
  }
}

/**
 * Trades a refresh token for the next one. Each works once.
 * @throws {AppError} SESSION_ENDED @throws {RefreshTokenReused} after ending the session.
 */
export const rotateSession = async (
  { sessions, now }: Sessions,
  presented: RefreshToken | undefined,
): Promise<RefreshToken> => {
  if (presented === undefined) throw sessionEnded()
  const next = newRefreshToken(presented.username, presented.sessionId)
  const outcome = await sessions.rotate({
    username: presented.username,
    sessionId: presented.sessionId,
    presentedHash: hashSecret(presented.secret),
    nextHash: hashSecret(next.secret),
    now: unixSeconds(now()),
  })
  if (outcome === 'rotated') return next
  if (outcome === 'unknown') throw sessionEnded()
  await sessions.end(presented.username, presented.sessionId)
  throw new RefreshTokenReused(presented)
}

const sessionEnded = (): AppError =>
  new AppError('SESSION_ENDED', 'There is no session to continue. Sign in again.')
