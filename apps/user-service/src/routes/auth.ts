import { callerOf } from '@cnop/common/http/authenticate'
import type { App } from '@cnop/common/http/create-app'
import type { AuditLogger, SecurityEvent } from '@cnop/common/security/audit-logger'
import type { PasswordManager } from '@cnop/common/security/password-manager'
import type { TokenManager } from '@cnop/common/security/token-manager'
import { login, logout, refresh, register } from '@cnop/contracts/accounts'
import { AppError } from '@cnop/contracts/errors'
import { ENDED_SESSION_HEADER } from '@cnop/contracts/internal'
import type { FastifyRequest } from 'fastify'

import { checkCredentials, registerUser } from '#src/domain/accounts'
import type { RefreshToken, SessionStore } from '#src/domain/session'
import { RefreshTokenReused, rotateSession, startSession } from '#src/domain/sessions'
import type { StoredUser, UserStore } from '#src/domain/user'
import { publicUser } from '#src/routes/public-user'
import { clearRefreshCookie, refreshCookieOf, setRefreshCookie } from '#src/routes/refresh-cookie'

export type AuthDeps = {
  readonly users: UserStore
  readonly sessions: SessionStore
  readonly passwords: PasswordManager
  readonly tokens: TokenManager
  readonly audit: AuditLogger
  readonly now: () => Date
}

export const authRoutes = (app: App, deps: AuthDeps): void => {
  const note = (request: FastifyRequest, event: SecurityEvent['event'], username: string) =>
    deps.audit.record({ event, username, address: request.ip, requestId: request.id })

  const signedIn = (message: string, user: StoredUser, session: RefreshToken) => ({
    success: true as const,
    message,
    access_token: deps.tokens.sign({
      username: user.username,
      role: user.role,
      sessionId: session.sessionId,
    }),
    token_type: 'bearer' as const,
    expires_in: deps.tokens.expiresInSeconds,
    user: publicUser(user),
  })

  app.route({
    ...register,
    handler: async (request, reply) => {
      const { phone, date_of_birth, marketing_emails_consent, ...rest } = request.body
      const user = await registerUser(deps, {
        ...rest,
        phone: phone ?? null,
        date_of_birth: date_of_birth ?? null,
        marketing_emails_consent: marketing_emails_consent ?? false,
      })
      note(request, 'registered', user.username)
      return reply
        .code(201)
        .send({ success: true, message: 'The account is open.', user: publicUser(user) })
    },
  })

  app.route({
    ...login,
    handler: async (request, reply) => {
      const { username, password } = request.body
      try {
        const user = await checkCredentials(deps, username, password)
        const session = await startSession(deps, user.username)
        note(request, 'login_succeeded', user.username)
        setRefreshCookie(request, reply, session)
        return await reply.send(signedIn('Signed in.', user, session))
      } catch (error) {
        if (error instanceof AppError && error.code === 'INVALID_CREDENTIALS')
          note(request, 'login_failed', username)
        throw error
      }
    },
  })

  app.route({
    ...refresh,
    handler: async (request, reply) => {
      try {
        const session = await rotateSession(deps, refreshCookieOf(request))
        const user = await deps.users.findByUsername(session.username)
        if (user === undefined) throw new AppError('SESSION_ENDED', 'The account is gone.')
        setRefreshCookie(request, reply, session)
        return await reply.send(signedIn('Session continued.', user, session))
      } catch (error) {
        if (error instanceof RefreshTokenReused) {
          note(request, 'refresh_token_reused', error.session.username)
          reply.header(ENDED_SESSION_HEADER, error.session.sessionId)
        }
        if (error instanceof AppError && error.code === 'SESSION_ENDED')
          clearRefreshCookie(request, reply)
        throw error
      }
    },
  })

  app.route({
    ...logout,
    handler: async (request, reply) => {
      const caller = callerOf(request)
      await deps.sessions.end(caller.username, caller.sessionId)
      note(request, 'logged_out', caller.username)
      clearRefreshCookie(request, reply)
      reply.header(ENDED_SESSION_HEADER, caller.sessionId)
      return reply.send({ success: true, message: 'Signed out.' })
    },
  })
}
