import { callerOf } from '@cnop/common/http/authenticate'
import type { App } from '@cnop/common/http/create-app'
import type { PasswordManager } from '@cnop/common/security/password-manager'
import type { TokenManager } from '@cnop/common/security/token-manager'
import { Email, Username, login, logout, refresh } from '@cnop/contracts/accounts'
import { AppError } from '@cnop/contracts/errors'
import { ENDED_SESSION_HEADER } from '@cnop/contracts/internal'

import { checkCredentials } from '#src/domain/accounts'
import type { RefreshToken, SessionStore } from '#src/domain/session'
import { RefreshTokenReused, rotateSession, startSession } from '#src/domain/sessions'
import type { StoredUser, UserStore } from '#src/domain/user'
import { publicUser } from '#src/routes/public-user'
import type { RecordEvent } from '#src/routes/record-event'
import { clearRefreshCookie, refreshCookieOf, setRefreshCookie } from '#src/routes/refresh-cookie'

export type SessionDeps = {
  readonly users: UserStore
  readonly sessions: SessionStore
  readonly passwords: PasswordManager
  readonly tokens: TokenManager
  readonly recordEvent: RecordEvent
  readonly now: () => Date
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
        const session = await startSession(deps, user.username)
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
        const session = await rotateSession(deps, presented)
        if (user === undefined) throw new AppError('SESSION_ENDED', 'The account is gone.')
        setRefreshCookie(request, reply, session)
        return await reply.send(tokenAnswer(deps.tokens, 'Session continued.', user, session))
      } catch (error) {
        if (error instanceof RefreshTokenReused) {
          deps.recordEvent(request, 'refresh_token_reused', error.session.username)
          reply.header(ENDED_SESSION_HEADER, error.session.sessionId)
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
      await deps.sessions.end(caller.username, caller.sessionId)
      deps.recordEvent(request, 'logged_out', caller.username)
      clearRefreshCookie(request, reply)
      reply.header(ENDED_SESSION_HEADER, caller.sessionId)
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
