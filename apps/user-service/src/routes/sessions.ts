import { callerOf } from '@cnop/common/http/authenticate'
import type { App } from '@cnop/common/http/create-app'
import { originOf } from '@cnop/common/http/origin'
import { AppError } from '@cnop/contracts/errors'
import { logout, refresh } from '@cnop/contracts/sessions'

import { endSessions } from '#src/domain/end-sessions'
import { RefreshTokenReused, noSession, refreshSession } from '#src/domain/refresh-session'
import type { AccountDeps } from '#src/routes/account-deps'
import { clearRefreshCookie, refreshCookieOf, setRefreshCookie } from '#src/routes/refresh-cookie'
import { tellSessionsEnded } from '#src/routes/tell-gateway'
import { tokenAnswer } from '#src/routes/token-answer'

export const sessionRoutes = (app: App, deps: AccountDeps): void => {
  refreshRoute(app, deps)
  logoutRoute(app, deps)
}

const refreshRoute = (app: App, deps: AccountDeps): void => {
  app.route({
    ...refresh,
    handler: async (request, reply) => {
      try {
        const presented = refreshCookieOf(request)
        // Read first: once the cookie is used up, nothing may fail any more.
        const user = presented && (await deps.users.findByUsername(presented.username))
        const session = await refreshSession(deps, presented, originOf(request))
        if (user?.status !== 'active') throw noSession()
        setRefreshCookie(request, reply, session)
        return await reply.send(tokenAnswer(deps.tokens, 'Session continued.', user, session))
      } catch (error) {
        if (error instanceof RefreshTokenReused) {
          await deps.recordEvent(request, 'refresh_token_reused', error.session.username)
          tellSessionsEnded(reply, [error.session.sessionId])
        }
        if (error instanceof AppError && error.code === 'SESSION_ENDED')
          clearRefreshCookie(request, reply)
        throw error
      }
    },
  })
}

const logoutRoute = (app: App, deps: AccountDeps): void => {
  app.route({
    ...logout,
    handler: async (request, reply) => {
      const caller = callerOf(request)
      await endSessions(deps, caller.username, [caller.sessionId])
      await deps.recordEvent(request, 'logged_out', caller.username)
      clearRefreshCookie(request, reply)
      tellSessionsEnded(reply, [caller.sessionId])
      return reply.send({ success: true, message: 'Signed out.' })
    },
  })
}
