import { API_BASE } from '@cnop/contracts/internal'
import type { FastifyReply, FastifyRequest } from 'fastify'

import { parseRefreshToken, printRefreshToken, type RefreshToken } from '#src/domain/refresh-token'
import { SESSION_DAYS } from '#src/domain/session'
import { cookieName, isOverTls, secureName } from '#src/routes/cookie-name'

const NAME = 'refresh_token'

/** Unreadable to scripts, sent to the account routes alone and never from another site. */
const OPTIONS = {
  path: `${API_BASE}/auth`,
  httpOnly: true,
  sameSite: 'strict' as const,
}

export const refreshCookieOf = (request: FastifyRequest): RefreshToken | undefined =>
  parseRefreshToken(request.cookies[cookieName(NAME, request)])

export const setRefreshCookie = (
  request: FastifyRequest,
  reply: FastifyReply,
  token: RefreshToken,
): void => {
  reply.setCookie(cookieName(NAME, request), printRefreshToken(token), {
    ...OPTIONS,
    secure: isOverTls(request),
    maxAge: SESSION_DAYS * 86_400,
  })
}

/** Under both names: the browser may have one from before the platform was behind TLS. */
export const clearRefreshCookie = (request: FastifyRequest, reply: FastifyReply): void => {
  reply.clearCookie(NAME, { ...OPTIONS, secure: isOverTls(request) })
  reply.clearCookie(secureName(NAME), { ...OPTIONS, secure: true })
}
