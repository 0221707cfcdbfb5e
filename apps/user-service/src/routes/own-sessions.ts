import { callerOf } from '@cnop/common/http/authenticate'
import type { App } from '@cnop/common/http/create-app'
import { SessionNotFound } from '@cnop/contracts/domain-errors'
import { endSession, endSessions, listSessions, type Session } from '@cnop/contracts/sessions'

import { deviceName } from '#src/domain/device-name'
import { endAllSessions, endSessions as endThese } from '#src/domain/end-sessions'
import { revokeAllApiKeys } from '#src/domain/manage-api-keys'
import type { Session as StoredSession } from '#src/domain/session'
import type { AccountDeps } from '#src/routes/account-deps'
import { recordRevokedKeys } from '#src/routes/record-revoked-keys'
import { clearRefreshCookie } from '#src/routes/refresh-cookie'
import { tellSessionsEnded } from '#src/routes/tell-gateway'

/** Where someone is signed in, and signing out there. */
export const ownSessionRoutes = (app: App, deps: AccountDeps): void => {
  app.route({
    ...listSessions,
    handler: async (request, reply) => {
      const { username, sessionId } = callerOf(request)
      const sessions = await deps.sessions.list(username)
      return reply.send({ sessions: sessions.map((session) => shown(session, sessionId)) })
    },
  })

  app.route({
    ...endSession,
    handler: async (request, reply) => {
      const { username, sessionId: own } = callerOf(request)
      const { session_id: ending } = request.params
      const sessions = await deps.sessions.list(username)
      if (!sessions.some(({ sessionId }) => sessionId === ending)) throw new SessionNotFound()
      await endThese(deps, username, [ending])
      await deps.recordEvent(request, 'session_ended', username)
      tellSessionsEnded(reply, [ending])
      if (ending === own) clearRefreshCookie(request, reply)
      return reply.send({ success: true, message: 'The session has ended.' })
    },
  })

  app.route({
    ...endSessions,
    handler: async (request, reply) => {
      const { username, sessionId } = callerOf(request)
      const keep = request.query.keep_current === 'true' ? sessionId : undefined
      const revokesKeys = request.query.revoke_api_keys === 'true'
      const keys = revokesKeys ? await revokeAllApiKeys(deps, username) : []
      const ended = await endAllSessions(deps, username, keep)
      await deps.recordEvent(request, 'sessions_ended', username)
      await recordRevokedKeys(deps, request, username, keys)
      tellSessionsEnded(reply, [...ended, ...keys])
      if (keep === undefined) clearRefreshCookie(request, reply)
      const revoked = revokesKeys ? ` API keys revoked: ${keys.length}.` : ''
      return reply.send({ success: true, message: `Sessions ended: ${ended.length}.${revoked}` })
    },
  })
}

const shown = (session: StoredSession, current: string): Session => ({
  session_id: session.sessionId,
  device: deviceName(session.userAgent),
  user_agent: session.userAgent,
  address: session.address,
  created_at: session.createdAt,
  last_used_at: session.lastUsedAt,
  expires_at: new Date(session.expiresAt * 1_000).toISOString(),
  current: session.sessionId === current,
})
