import { API_BASE } from '@cnop/contracts/internal'
import type { FastifyReply, FastifyRequest } from 'fastify'

import { parseRefreshToken, printRefreshToken, type RefreshToken } from '#src/domain/refresh-token'
import { SESSION_DAYS } from '#src/domain/session'

const NAME = 'refresh_token'

/** Unreadable to scripts, sent to the account routes alone and never from another site. */
const options = (request: FastifyRequest) => ({
  path: `${API_BASE}/auth`,
  httpOnly: true,
  sameSite: 'strict' as const,
  secure: request.protocol === 'https',
})

export const refreshCookieOf = (request: FastifyRequest): RefreshToken | undefined =>
  parseRefreshToken(request.cookies[NAME])

export const setRefreshCookie = (
  request: FastifyRequest,
  reply: FastifyReply,
  token: RefreshToken,
): void => {
  reply.setCookie(NAME, printRefreshToken(token), {
    ...options(request),
    maxAge: SESSION_DAYS * 86_400,
  })
}

export const clearRefreshCookie = (request: FastifyRequest, reply: FastifyReply): void => {
  reply.clearCookie(NAME, options(request))
}
