import type { Revoker } from '@cnop/common/security/revoker'
import { sessionSubject } from '@cnop/contracts/internal'

import type { SessionStore } from '#src/domain/session'

export type Ending = {
  readonly sessions: SessionStore
  readonly revoker: Pick<Revoker, 'change'>
  readonly now: () => Date
}

/**
 * Ends sessions: their access tokens stop at once, then their refresh tokens. In this order, because a
 * session that is still listed can be ended again, and a token without a session could not.
 */
export const endSessions = async (
  { sessions, revoker }: Ending,
  username: string,
  sessionIds: readonly string[],
): Promise<void> => {
  await revoker.change(sessionIds.map(sessionSubject), 'revoked')
  await Promise.all(sessionIds.map((sessionId) => sessions.end(username, sessionId)))
}

/** Ends all sessions of a user but the one to keep, and answers which. */
export const endAllSessions = async (
  deps: Ending,
  username: string,
  keep?: string,
): Promise<string[]> => {
  const all = await deps.sessions.list(username)
  const ending = all.map(({ sessionId }) => sessionId).filter((sessionId) => sessionId !== keep)
  await endSessions(deps, username, ending)
  return ending
}
