import { callerOf } from '@cnop/common/http/authenticate'
import type { App } from '@cnop/common/http/create-app'
import type { PasswordManager } from '@cnop/common/security/password-manager'
import type { TokenManager } from '@cnop/common/security/token-manager'
import { Email, Username } from '@cnop/contracts/accounts'
import { AppError } from '@cnop/contracts/errors'
import { login, logout, refresh } from '@cnop/contracts/sessions'

import { checkCredentials } from '#src/domain/accounts'
import { endSessions, type Ending } from '#src/domain/end-sessions'
import { RefreshTokenReused, noSession, refreshSession } from '#src/domain/refresh-session'
import type { RefreshToken } from '#src/domain/refresh-token'
import { startSession } from '#src/domain/start-session'
import type { StoredUser, UserStore } from '#src/domain/user'
import { originOf } from '#src/routes/origin'
import { publicUser } from '#src/routes/public-user'
import type { RecordEvent } from '#src/routes/record-event'
import { clearRefreshCookie, refreshCookieOf, setRefreshCookie } from '#src/routes/refresh-cookie'
import { tellSessionsEnded } from '#src/routes/tell-gateway'

export type SessionDeps = Ending & {
  readonly users: UserStore
  readonly passwords: PasswordManager
  readonly tokens: TokenManager
  readonly recordEvent: RecordEvent
}

export const sessionRoutes = (app: App, deps: SessionDeps): void => {
  loginRoute(app, deps)
  refreshRoute(app, deps)
  logoutRoute(app, deps)
}

const loginRoute = (app: App, deps: SessionDeps): void => {
  app.route({
    ...login,
    handler: async (request, reply) => {
      const { username, password } = request.body
      try {
        const user = await checkCredentials(deps, username, password)
        const session = await startSession(deps, user.username, originOf(request))
        deps.recordEvent(request, 'login_succeeded', user.username)
        setRefreshCookie(request, reply, session)
        return await reply.send(tokenAnswer(deps.tokens, 'Signed in.', user, session))
      } catch (error) {
        if (error instanceof AppError && error.code === 'INVALID_CREDENTIALS')
          deps.recordEvent(request, 'login_failed', loggableName(username))
        throw error
      }
    },
  })
}

const refreshRoute = (app: App, deps: SessionDeps): void => {
  app.route({
    ...refresh,
    handler: async (request, reply) => {
      try {
        const presented = refreshCookieOf(request)
        // Read first: once the cookie is used up, nothing may fail any more.
        const user = presented && (await deps.users.findByUsername(presented.username))
        const session = await refreshSession(deps, presented, originOf(request))
        if (user === undefined) throw noSession()
        setRefreshCookie(request, reply, session)
        return await reply.send(tokenAnswer(deps.tokens, 'Session continued.', user, session))
      } catch (error) {
        if (error instanceof RefreshTokenReused) {
          deps.recordEvent(request, 'refresh_token_reused', error.session.username)
          tellSessionsEnded(reply, [error.session.sessionId])
        }
        if (error instanceof AppError && error.code === 'SESSION_ENDED')
          clearRefreshCookie(request, reply)
        throw error
      }
    },
  })
}

const logoutRoute = (app: App, deps: SessionDeps): void => {
  app.route({
    ...logout,
    handler: async (request, reply) => {
      const caller = callerOf(request)
      await endSessions(deps, caller.username, [caller.sessionId])
      deps.recordEvent(request, 'logged_out', caller.username)
      clearRefreshCookie(request, reply)
      tellSessionsEnded(reply, [caller.sessionId])
      return reply.send({ success: true, message: 'Signed out.' })
    },
  })
}

/** People type their password into the wrong field; only what can be a name or an address is recorded. */
const loggableName = (typed: string): string =>
  Username.safeParse(typed).success || Email.safeParse(typed).success ? typed : 'not a username'

const tokenAnswer = (
  tokens: TokenManager,
  message: string,
  user: StoredUser,
  { sessionId }: RefreshToken,
) => ({
  success: true as const,
  message,
  access_token: tokens.sign({ username: user.username, role: user.role, sessionId }),
  token_type: 'bearer' as const,
  expires_in: tokens.expiresInSeconds,
  user: publicUser(user),
})
