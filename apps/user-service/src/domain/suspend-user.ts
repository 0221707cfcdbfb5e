import { OwnAccount } from '@cnop/contracts/domain-errors'
import { userSubject } from '@cnop/contracts/internal'

import { endAllSessions, type Ending } from '#src/domain/end-sessions'
import type { UserStore } from '#src/domain/user'

type Deps = Ending & { readonly users: UserStore }

/**
 * Puts a user out at once: no log-in, no refresh and no key exchange any more, then no token, then no
 * session. A log-in that passed its check a moment before ends up with a token that is void.
 * @returns the ids of the sessions that ended. @throws {AppError} USER_NOT_FOUND, OWN_ACCOUNT, LAST_ADMINISTRATOR
 */
export const suspendUser = async (
  deps: Deps,
  username: string,
  administrator: string,
): Promise<string[]> => {
  if (username === administrator)
    throw new OwnAccount('You cannot suspend yourself: another administrator has to.')
  await deps.users.changeStanding({
    username,
    status: 'suspended',
    now: deps.now().toISOString(),
  })
  await deps.revoker.change([userSubject(username)], 'revoked')
  return await endAllSessions(deps, username)
}

/** Lets a user in again; sessions that have ended stay ended. @throws {AppError} USER_NOT_FOUND */
export const reactivateUser = async (deps: Deps, username: string): Promise<void> => {
  await deps.users.changeStanding({ username, status: 'active', now: deps.now().toISOString() })
  await deps.revoker.change([userSubject(username)], 'restored')
}
